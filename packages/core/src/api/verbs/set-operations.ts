import type { DType } from "../../dtype/dtype.js";
import { nullable } from "../../dtype/dtype.js";
import { printDType } from "../../dtype/print.js";
import { commonDType, sameDType } from "../../dtype/promote.js";
import { AvocetError } from "../../errors.js";
import { op } from "../../ir/op.js";
import type { Relation, SetOperation } from "../../ir/relation.js";
import { selection, setOperation } from "../../ir/relation.js";
import type { Value } from "../../ir/value.js";
import { field, literal } from "../../ir/value.js";

/** Combines relations of the same column names; columns are matched by name and brought to the dtype that holds all. */
export function setOperationOf(
  how: SetOperation["how"],
  distinct: boolean,
  operands: readonly Relation[],
): SetOperation {
  const [first] = operands;
  if (!first || operands.length < 2) throw new AvocetError("invalid-argument", `${how} takes at least one other table`);
  const schema = new Map<string, DType>(first.schema);
  for (const operand of operands) {
    if (operand.schema === first.schema) continue;
    checkNames(how, first, operand);
    for (const [name, dtype] of operand.schema) {
      const known = schema.get(name) ?? dtype;
      const common = commonDType(known, dtype);
      if (!common)
        throw new AvocetError(
          "schema-mismatch",
          `${how}: \`${name}\` is ${printDType(known)} in one table and ${printDType(dtype)} in another`,
          { hint: "Cast one of them." },
        );
      if (common !== known) schema.set(name, common);
    }
  }
  return setOperation(
    how,
    distinct,
    operands.map((operand) => aligned(operand, schema)),
    schema,
  );
}

/** The rows of all, with NULL for the columns that one lacks. */
export function unionByName(operands: readonly Relation[], distinct: boolean): SetOperation {
  const dtypes = new Map<string, DType>();
  for (const operand of operands)
    for (const [name, dtype] of operand.schema) if (!dtypes.has(name)) dtypes.set(name, dtype);
  const filled = operands.map((operand) => {
    if (operand.schema.size === dtypes.size) return operand;
    const values = new Map<string, Value>();
    for (const [name, dtype] of dtypes)
      values.set(name, operand.schema.has(name) ? field(operand, name) : literal(null, nullable(dtype)));
    return selection(operand, values);
  });
  return setOperationOf("union", distinct, filled);
}

function checkNames(how: string, first: Relation, other: Relation): void {
  const missing = [...first.schema.keys()].filter((name) => !other.schema.has(name));
  const extra = [...other.schema.keys()].filter((name) => !first.schema.has(name));
  if (missing.length === 0 && extra.length === 0) return;
  const parts = [
    ...(missing.length ? [`lacks ${missing.join(", ")}`] : []),
    ...(extra.length ? [`has besides ${extra.join(", ")}`] : []),
  ];
  throw new AvocetError("schema-mismatch", `${how}: one table ${parts.join(" and ")}`, {
    hint: "Select the same columns of both first.",
  });
}

/** The operand with its columns in the order and the dtypes of `schema`. */
function aligned(operand: Relation, schema: ReadonlyMap<string, DType>): Relation {
  if (operand.schema === schema) return operand;
  const names = [...operand.schema.keys()];
  let i = 0;
  let same = true;
  const values = new Map<string, Value>();
  for (const [name, dtype] of schema) {
    const own = field(operand, name);
    const fits = sameDType(own.dtype, dtype);
    if (!fits || names[i] !== name) same = false;
    values.set(name, fits ? own : op("Cast", { arg: own, to: { ...dtype, nullable: true } }));
    i++;
  }
  return same ? operand : selection(operand, values);
}
