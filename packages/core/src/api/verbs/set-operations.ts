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

/** Combines relations with the same column names. Columns are matched by name and cast to their common dtype. */
export function combineRelations(
  operation: SetOperation["kind"],
  distinct: boolean,
  operands: readonly Relation[],
): SetOperation {
  const [first] = operands;
  if (!first || operands.length < 2)
    throw new AvocetError("invalid-argument", `\`${operation}\` needs at least one other table`);
  const schema = new Map<string, DType>(first.schema);
  for (const operand of operands) {
    if (operand.schema === first.schema) continue;
    checkNames(operation, first, operand);
    for (const [name, dtype] of operand.schema) {
      const current = schema.get(name) ?? dtype;
      const common = commonDType(current, dtype);
      if (!common) {
        const [first, second] = [printDType(current), printDType(dtype)];
        throw new AvocetError(
          "schema-mismatch",
          `Incompatible dtypes in ${operation}: \`${name}\` is ${first} in one table and ${second} in another`,
          { hint: "Cast one of the columns." },
        );
      }
      if (common !== current) schema.set(name, common);
    }
  }
  return setOperation(
    operation,
    distinct,
    operands.map((operand) => alignToSchema(operand, schema)),
    schema,
  );
}

/** Combines the rows of relations with different columns. A column that an operand lacks is NULL in its rows. */
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
  return combineRelations("union", distinct, filled);
}

function checkNames(operation: string, first: Relation, operand: Relation): void {
  const missing = [...first.schema.keys()].filter((name) => !operand.schema.has(name));
  const extra = [...operand.schema.keys()].filter((name) => !first.schema.has(name));
  if (missing.length === 0 && extra.length === 0) return;
  const differences = [
    ...(missing.length ? [`lacks ${missing.join(", ")}`] : []),
    ...(extra.length ? [`has the additional ${extra.join(", ")}`] : []),
  ];
  throw new AvocetError(
    "schema-mismatch",
    `Different columns in ${operation}: one table ${differences.join(" and ")}`,
    {
      hint: "Select the same columns of all tables first; unionByName fills missing columns with NULL.",
    },
  );
}

/** Reorders and casts the columns of an operand to `schema`. */
function alignToSchema(operand: Relation, schema: ReadonlyMap<string, DType>): Relation {
  if (operand.schema === schema) return operand;
  const names = [...operand.schema.keys()];
  let i = 0;
  let isUnchanged = true;
  const values = new Map<string, Value>();
  for (const [name, dtype] of schema) {
    const column = field(operand, name);
    const isSameDType = sameDType(column.dtype, dtype);
    if (!isSameDType || names[i] !== name) isUnchanged = false;
    values.set(name, isSameDType ? column : op("Cast", { arg: column, to: { ...dtype, nullable: true } }));
    i++;
  }
  return isUnchanged ? operand : selection(operand, values);
}
