import type { ValueEncoding } from "../../backend/value-encoding.js";
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
import { reachableRelations } from "../../ir/walk.js";
import { suggestion } from "../../suggest.js";
import { formatRelation } from "../../text/format.js";
import { Table } from "../table.js";

/** Options of `recursive`. */
export interface RecursiveOptions {
  /** The name of the common table expression in SQL; `recursion` by default. */
  readonly name?: string;
  /**
   * Ignore rows that an earlier round returned (UNION instead of UNION ALL), which ends recursions over cycles; false
   * by default.
   */
  readonly distinct?: boolean;
}
/** The result of the step: a table with the column names of `S`. */
interface Step<S extends Schema> {
  readonly relation: Relation;
  readonly schema: { readonly [K in keyof S]: DType };
}

/** The names of the recursions whose step callbacks are running. */
const recursionsInProgress: string[] = [];

/**
 * Recursive query (WITH RECURSIVE): starts with the rows of `base` and adds the rows that `step` computes from those of
 * the previous round, until it returns none. The result has the columns of `base`; the step must return the same names,
 * with dtypes that can be cast to those of `base` without loss.
 * @throws AvocetError `schema-mismatch` if the columns of the step do not match, `invalid-argument` if it does not use
 * its parameter
 * @example recursive(memtable([{ n: 1 }]), (rows) => rows.filter((c) => c.n.lt(5)).select((c) => ({ n: c.n.add(1) })))
 */
export function recursive<S extends Schema, Encoding extends ValueEncoding>(
  base: Table<S, Encoding>,
  step: (rows: Table<S, Encoding>) => Step<S>,
  options: RecursiveOptions = {},
): Table<S, Encoding> {
  const name =
    options.name ?? (recursionsInProgress.length === 0 ? "recursion" : `recursion${recursionsInProgress.length + 1}`);
  if (name === "" || recursionsInProgress.includes(name))
    throw new AvocetError(
      "invalid-argument",
      `A recursion needs a name that differs from those of enclosing recursions, got ${JSON.stringify(name)}`,
    );
  const { schema } = base.relation;
  const reference = recursiveReference(name, schema);
  recursionsInProgress.push(name);
  let stepResult: Step<S>;
  try {
    stepResult = step(new Table<S, Encoding>(reference, base.runner, base.valueEncoding));
  } finally {
    recursionsInProgress.pop();
  }
  if (!reachableRelations(stepResult.relation).includes(reference))
    throw new AvocetError("invalid-argument", "The step of a recursion does not use the rows of the previous round", {
      hint: "Build it from the callback's parameter: recursive(base, (rows) => rows.filter(...)).",
      detail: formatRelation(stepResult.relation),
    });
  if (relationsOf(stepResult.relation).size > 0 || relationsOf(base.relation).size > 0)
    throw new AvocetError("invalid-shape", "A recursion cannot refer to columns of an outer table", {
      hint: "Carry the columns in the recursion's rows, and join its result.",
    });
  return new Table<S, Encoding>(
    recursion(name, base.relation, alignStep(stepResult.relation, schema), options.distinct ?? false),
    base.runner,
    base.valueEncoding,
  );
}

/** Reorders and casts the columns of the step to those of the base table. */
function alignStep(step: Relation, schema: Fields): Relation {
  const extra = [...step.schema.keys()].filter((name) => !schema.has(name));
  if (extra.length > 0)
    throw new AvocetError(
      "schema-mismatch",
      `The step returns columns that the base table does not have: ${extra.join(", ")}`,
      {
        hint: "Select the same columns in both.",
      },
    );
  const values = new Map<string, Value>();
  for (const [name, dtype] of schema) {
    const stepDType = step.schema.get(name);
    if (!stepDType)
      throw new AvocetError("schema-mismatch", `The step does not return the column \`${name}\``, {
        hint: suggestion(name, [...step.schema.keys()]),
      });
    const common = commonDType(dtype, stepDType);
    if (!common || !sameDType(common, dtype))
      throw new AvocetError(
        "schema-mismatch",
        `\`${name}\` is ${printDType(dtype)} in the base table, but ${printDType(stepDType)} in the step`,
        { hint: `Cast one of them, with c.${name}.cast(dtype).` },
      );
    if (stepDType.nullable && !dtype.nullable)
      throw new AvocetError(
        "schema-mismatch",
        `\`${name}\` is not nullable in the base table, but may be NULL in the step`,
        {
          hint: `Mark it nullable in the base table, with c.${name}.nullable(), or fill the NULLs in the step.`,
        },
      );
    const column = field(step, name);
    values.set(
      name,
      sameDType(stepDType, dtype) ? column : op("Cast", { arg: column, to: { ...dtype, nullable: true } }),
    );
  }
  return selection(step, values);
}
