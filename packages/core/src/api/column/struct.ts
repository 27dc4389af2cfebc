import type * as d from "../../dtype/dtype.js";
import { op } from "../../ir/op.js";
import type { FieldsOf } from "../operand/nested-types.js";
import type { AnyColumn } from "../operand/operand.js";
import { ColumnBase } from "./base.js";
import type { Column } from "./column.js";
import { columnOf } from "./column-factory.js";

/** The column of field `K` of a struct. */
export type FieldColumn<D extends d.DType, K extends keyof FieldsOf<D>> = Column<
  d.SetNull<FieldsOf<D>[K], d.Or<D["nullable"], FieldsOf<D>[K]["nullable"]>>,
  K & string
>;

/** A column of structs, which have named fields. */
export class StructColumn<
  D extends d.DType = d.DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends ColumnBase<D, N, O> {
  /**
   * Field of the struct, as a column with the field's name.
   * Returns the dtype of the field. NULL if the struct is NULL. Throws `unknown-column` if there is no such field.
   * @example posts.select((c) => c.place.field("city"))
   */
  field<const K extends keyof FieldsOf<D> & string>(name: K): FieldColumn<D, K> {
    const column: AnyColumn = columnOf(op("StructField", { arg: this.node, field: name }), name);
    return column as unknown as FieldColumn<D, K>; // the type was computed from the dtype of the field
  }
  /**
   * The fields as columns by name, as `field` returns them.
   * @example posts.filter((c) => c.place.f.city.eq("Bergen"))
   */
  get f(): { readonly [K in keyof FieldsOf<D> & string]: FieldColumn<D, K> } {
    return new Proxy(Object.create(null), {
      // `field` throws for an unknown name.
      get: (_, name) => (typeof name === "string" ? this.field(name as keyof FieldsOf<D> & string) : undefined),
    });
  }
}
