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

/** The class of each kind of column. */
export const columnClasses: readonly (readonly [Kind, ColumnClass])[] = [
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
/**
 * Defines the methods of other classes on each class to throw `unknown-method`, which explains mistakes in unchecked
 * code.
 */
function explainMissingMethods(classes: readonly ColumnClass[]): void {
  const classesByMethod = new Map<string, Set<ColumnClass>>();
  for (const Class of classes)
    for (
      let prototype: object = Class.prototype;
      prototype !== Object.prototype;
      prototype = Object.getPrototypeOf(prototype)
    )
      for (const name of Object.getOwnPropertyNames(prototype))
        classesByMethod.set(name, (classesByMethod.get(name) ?? new Set()).add(Class));
  for (const [name, methodClasses] of classesByMethod) {
    const kinds = columnClasses.filter(([, Class]) => methodClasses.has(Class)).map(([kind]) => kind);
    for (const Class of classes) {
      if (methodClasses.has(Class) || name in Class.prototype) continue;
      Object.defineProperty(Class.prototype, name, {
        configurable: true,
        value(this: AnyColumn): never {
          const subject = this.name === null ? "The value" : `\`${this.name}\``;
          throw new AvocetError("unknown-method", `${subject} is ${printDType(this.dtype)}, which has no ${name}()`, {
            hint: `${name}() is a method of ${kinds.join(", ")}. Cast the column with .cast(dtype) to call it.`,
          });
        },
      });
    }
  }
}

let isRegistered = false;
/**
 * Registers the classes of columns. Modules whose functions users call to build columns or tables call it when they are
 * loaded, so that bundlers may drop any other module.
 */
export function registerColumnClasses(): void {
  if (isRegistered) return;
  isRegistered = true;
  setColumnClasses(new Map(columnClasses));
  explainMissingMethods([...new Set(columnClasses.map(([, Class]) => Class))]);
}
