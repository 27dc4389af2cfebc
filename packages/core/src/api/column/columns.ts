import type { Kind } from "../../dtype/dtype.js";
import { FLOAT_KINDS, INTEGER_KINDS } from "../../dtype/kinds.js";
import { printDType } from "../../dtype/print.js";
import { AvocetError } from "../../errors.js";
import type { Value } from "../../ir/value.js";
import type { AnyColumn } from "../operand/operand.js";
import { ArrayColumn } from "./array.js";
import { ColumnBase } from "./base.js";
import { BinaryColumn } from "./binary.js";
import { BoolColumn } from "./bool.js";
import { setColumnClasses } from "./column-factory.js";
import { DateColumn } from "./date.js";
import { IntegerColumn } from "./integer.js";
import { IntervalColumn } from "./interval.js";
import { JsonColumn } from "./json.js";
import { MapColumn } from "./map.js";
import { NumericColumn } from "./numeric.js";
import { StringColumn } from "./string.js";
import { StructColumn } from "./struct.js";
import { TimeColumn } from "./time.js";
import { TimestampColumn } from "./timestamp.js";

type ColumnClass = new (node: Value, name: string | null) => AnyColumn;

const byKind: readonly (readonly [Kind, ColumnClass])[] = [
  ["null", ColumnBase],
  ["bool", BoolColumn],
  ...INTEGER_KINDS.map((kind) => [kind, IntegerColumn] as const),
  ...FLOAT_KINDS.map((kind) => [kind, NumericColumn] as const),
  ["decimal", NumericColumn],
  ["string", StringColumn],
  ["binary", BinaryColumn],
  ["date", DateColumn],
  ["time", TimeColumn],
  ["timestamp", TimestampColumn],
  ["interval", IntervalColumn],
  ["array", ArrayColumn],
  ["map", MapColumn],
  ["struct", StructColumn],
  ["json", JsonColumn],
  ["uuid", ColumnBase],
  ["inet", ColumnBase],
];
setColumnClasses(new Map(byKind));

/** Gives each class the methods of the others as refusals: where the types were not checked, the mistake is still explained. */
function explainMissingMethods(classes: readonly ColumnClass[]): void {
  const owners = new Map<string, Set<ColumnClass>>();
  for (const Class of classes)
    for (let proto: object = Class.prototype; proto !== Object.prototype; proto = Object.getPrototypeOf(proto))
      for (const name of Object.getOwnPropertyNames(proto))
        owners.set(name, (owners.get(name) ?? new Set()).add(Class));
  for (const [name, having] of owners) {
    const kinds = byKind.filter(([, Class]) => having.has(Class)).map(([kind]) => kind);
    for (const Class of classes) {
      if (having.has(Class) || name in Class.prototype) continue;
      Object.defineProperty(Class.prototype, name, {
        configurable: true,
        value(this: AnyColumn): never {
          const what = this.name === null ? "the value" : `\`${this.name}\``;
          throw new AvocetError("unknown-method", `${what} is ${printDType(this.dtype)}, which has no ${name}()`, {
            hint: `${name}() is a method of ${kinds.join(", ")}. Cast the column with .cast(dtype) if that is what it holds.`,
          });
        },
      });
    }
  }
}
explainMissingMethods([...new Set(byKind.map(([, Class]) => Class))]);
