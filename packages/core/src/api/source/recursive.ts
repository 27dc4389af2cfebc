import type { ValueModes } from "../../backend/values.js";
import type { DType, Schema } from "../../dtype/dtype.js";
import { printDType } from "../../dtype/print.js";
import { commonDType, sameDType } from "../../dtype/promote.js";
import { AvocetError } from "../../errors.js";
import { relationsOf } from "../../ir/intern.js";
import { op } from "../../ir/op.js";
import type { Fields, Relation } from "../../ir/relation.js";
import { recursion, recursiveReference, selection } from "../../ir/relation.js";
import type { Value } from "../../ir/value.js";
import { field } from "../../ir/value.js";
import { relationsBelow } from "../../ir/walk.js";
import { suggestion } from "../../suggest.js";
import { formatRelation } from "../../text/format.js";
import { Table } from "../table.js";

/** The name of the rows, and whether equal ones count once. */
export interface RecursiveOptions {
  /** The name of the rows in SQL; `recursion` unless told. */
  readonly name?: string;
  /** Whether rows that have been found before count as found, which ends rounds that go in circles. */
  readonly distinct?: boolean;
}
/** A table with just the columns of `S`. */
interface Step<S extends Schema> {
  readonly relation: Relation;
  readonly schema: { readonly [K in keyof S]: DType };
}

/** The names of the recursions whose steps are being built. */
const building: string[] = [];

/**
 * The rows of a table, and again and again those that a step makes of the rows of the round before, until it makes none. The columns
 * are those of the first table; the step gives the same names and dtypes that fit.
 * @example recursive(memtable([{ n: 1 }]), (rows) => rows.filter((c) => c.n.lt(5)).select((c) => ({ n: c.n.add(1) })))
 */
export function recursive<S extends Schema, Form extends ValueModes>(
  base: Table<S, Form>,
  step: (rows: Table<S, Form>) => Step<S>,
  options: RecursiveOptions = {},
): Table<S, Form> {
  const name = options.name ?? (building.length === 0 ? "recursion" : `recursion${building.length + 1}`);
  if (name === "" || building.includes(name))
    throw new AvocetError(
      "invalid-argument",
      `a recursion inside another needs a name of its own, not ${JSON.stringify(name)}`,
    );
  const { schema } = base.relation;
  const reference = recursiveReference(name, schema);
  building.push(name);
  let next: Step<S>;
  try {
    next = step(new Table<S, Form>(reference, base.runner, base.valueModes));
  } finally {
    building.pop();
  }
  if (!relationsBelow(next.relation).includes(reference))
    throw new AvocetError("invalid-argument", "the step of a recursion does not use the rows of the round before", {
      hint: "Build it from the callback's parameter: recursive(base, (rows) => rows.filter(...)).",
      detail: formatRelation(next.relation),
    });
  if (relationsOf(next.relation).size > 0 || relationsOf(base.relation).size > 0)
    throw new AvocetError("invalid-shape", "a recursion cannot use columns of a row around it", {
      hint: "Carry what it needs in its own rows, and join its result.",
    });
  return new Table<S, Form>(
    recursion(name, base.relation, fitted(next.relation, schema), options.distinct ?? false),
    base.runner,
    base.valueModes,
  );
}

/** The step with its columns in the order and the dtypes of the first rows. */
function fitted(step: Relation, schema: Fields): Relation {
  const extra = [...step.schema.keys()].filter((name) => !schema.has(name));
  if (extra.length > 0)
    throw new AvocetError("schema-mismatch", `the step gives ${extra.join(", ")}, which the first rows do not have`, {
      hint: "Select the same columns in both.",
    });
  const values = new Map<string, Value>();
  for (const [name, dtype] of schema) {
    const own = step.schema.get(name);
    if (!own)
      throw new AvocetError("schema-mismatch", `the step does not give \`${name}\``, {
        hint: suggestion(name, [...step.schema.keys()]),
      });
    const common = commonDType(dtype, own);
    if (!common || !sameDType(common, dtype))
      throw new AvocetError(
        "schema-mismatch",
        `\`${name}\` is ${printDType(dtype)} at first, but ${printDType(own)} in the step`,
        {
          hint: `Cast one of them: c.${name}.cast(dtype).`,
        },
      );
    if (own.nullable && !dtype.nullable)
      throw new AvocetError("schema-mismatch", `\`${name}\` is never NULL at first, but may be NULL in the step`, {
        hint: `Say so from the start: c.${name}.nullable() in the first rows; or fill the NULLs of the step.`,
      });
    const column = field(step, name);
    values.set(name, sameDType(own, dtype) ? column : op("Cast", { arg: column, to: { ...dtype, nullable: true } }));
  }
  return selection(step, values);
}
