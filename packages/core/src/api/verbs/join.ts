import type { DType } from "../../dtype/dtype.js";
import { nullable, withNull } from "../../dtype/dtype.js";
import { commonDType } from "../../dtype/promote.js";
import { AvocetError } from "../../errors.js";
import { ambiguousRowError, checkGrouping, isDerivedInCallback } from "../../ir/bind.js";
import { isInCallbackScope, withCallbackScope, withFreshAliasIfInScope } from "../../ir/callback-scope.js";
import { hasFlag, NodeFlag, relationsOf } from "../../ir/intern.js";
import { op } from "../../ir/op.js";
import type { Join, JoinColumn, JoinKind, Relation } from "../../ir/relation.js";
import { join, selfReference } from "../../ir/relation.js";
import { traceColumn } from "../../ir/trace-column.js";
import type { Value } from "../../ir/value.js";
import { field } from "../../ir/value.js";
import { rewrite } from "../../ir/walk.js";
import { formatValue } from "../../text/format.js";
import { comparableNode } from "../operand/operand.js";
import { columnNamed, columnsOf, resolvePredicates } from "./resolve.js";
import { conjuncts } from "./verbs.js";

/** The option of joins for names that both sides have. */
export interface SuffixOption {
  readonly suffix?: string;
}

/**
 * Joins two relations. If the right one is part of the left, it gets a self-reference, so that columns can be
 * attributed to a side.
 */
export function joinRelations(
  joinType: JoinKind,
  left: Relation,
  rightInput: Relation,
  on: unknown,
  options: SuffixOption = {},
): Join {
  const originalRight = withFreshAliasIfInScope(rightInput);
  const right = distinctRight(left, originalRight);
  const sharedNames: string[] = [];
  const predicates = conjuncts(joinPredicates(left, right, originalRight, on, sharedNames)).filter((p) => !isTrue(p));
  const { columns, schema } = joinOutput(joinType, left, right, sharedNames, options.suffix ?? "_right");
  return join(joinType, left, right, predicates, columns, schema);
}

/** Joins a relation with one that a callback builds from its columns. */
export function lateralJoin(
  joinType: "inner" | "left",
  left: Relation,
  build: unknown,
  options: SuffixOption = {},
): Join {
  if (joinType !== "inner" && joinType !== "left")
    throw new AvocetError(
      "invalid-argument",
      `"how" of lateralJoin must be "inner" or "left", got ${JSON.stringify(joinType)}`,
    );
  const builtTable: unknown =
    typeof build === "function" ? withCallbackScope([left], () => build(columnsOf(left)) as unknown) : build;
  if (!isTable(builtTable))
    throw new AvocetError("invalid-argument", "`lateralJoin` needs a callback that returns a table", {
      hint: "Write for example orders.lateralJoin((o) => payments.filter((p) => p.order_id.eq(o.order_id)).limit(1)).",
    });
  const right = distinctRight(left, builtTable.relation);
  const { columns, schema } = joinOutput(joinType, left, right, [], options.suffix ?? "_right");
  return join(joinType, left, right, [], columns, schema, relationsOf(right).has(left));
}
const isTable = (value: unknown): value is { readonly relation: Relation } =>
  typeof value === "object" && value !== null && "relation" in value;

const isTrue = (p: Value): boolean => p.type === "literal" && p.value === true;

/** Returns `right`, or a self-reference to it if it is part of `left`. */
export function distinctRight(left: Relation, right: Relation): Relation {
  const participating = participants(left);
  let candidate = right;
  for (let i = 1; participating.has(candidate); i++) candidate = selfReference(right, `join${i}`);
  return candidate;
}
function participants(relation: Relation): Set<Relation> {
  const relations = new Set<Relation>();
  const stack = [relation];
  for (let current = stack.pop(); current; current = stack.pop()) {
    relations.add(current);
    if (current.type === "join") stack.push(current.left, current.right);
    else if ("parent" in current && current.type !== "selfReference") stack.push(current.parent);
  }
  return relations;
}

/** Resolves a join condition to predicates. Names that both sides share are added to `sharedNames`. */
export function joinPredicates(
  left: Relation,
  right: Relation,
  originalRight: Relation,
  on: unknown,
  sharedNames: string[],
): Value[] {
  if (on === undefined) return [];
  if (typeof on === "string") return [equateColumns(left, right, on, on, sharedNames)];
  if (Array.isArray(on) && on.every((key) => typeof key === "string" || isPair(key)))
    return on.map((key: string | readonly [string, string]) =>
      typeof key === "string"
        ? equateColumns(left, right, key, key, sharedNames)
        : equateColumns(left, right, key[0], key[1], []),
    );
  const isCallback = typeof on === "function";
  const conditions = isCallback
    ? withCallbackScope([left, right], () => on(columnsOf(left), columnsOf(right)) as unknown)
    : on;
  return resolvePredicates(left, [conditions]).map((p) =>
    bindJoinPredicate(p, left, right, isCallback ? null : originalRight),
  );
}

const isPair = (key: unknown): boolean =>
  Array.isArray(key) && key.length === 2 && key.every((k) => typeof k === "string");

function equateColumns(
  left: Relation,
  right: Relation,
  leftName: string,
  rightName: string,
  sharedNames: string[],
): Value {
  const [leftColumn, rightColumn] = [columnNamed(left, leftName), columnNamed(right, rightName)];
  if (leftName === rightName) sharedNames.push(leftName);
  return op("Equals", { left: leftColumn.node, right: comparableNode(rightColumn, leftColumn.node) });
}

/**
 * Rebinds the columns of a join condition to the left or the right side. `originalRight` is the right side that the
 * condition refers to; null for a callback, whose parameters say the side of each column.
 */
export function bindJoinPredicate(
  predicate: Value,
  left: Relation,
  right: Relation,
  originalRight: Relation | null,
): Value {
  checkGrouping(predicate, [], false);
  if (hasFlag(predicate, NodeFlag.aggregate | NodeFlag.analytic | NodeFlag.window))
    throw new AvocetError("invalid-shape", "A join condition cannot contain aggregates or window functions", {
      hint: "Compute it before the join, with .mutate(...) or .aggregate(...), or filter after the join.",
      detail: formatValue(predicate),
    });
  return rewrite(predicate, (node) => {
    if (node.type !== "field") return node;
    if ((node.relation === left && originalRight !== left) || node.relation === right) return node;
    const onLeft = traceColumn(left, node.relation, node.name);
    const onRight = traceColumn(originalRight ?? right, node.relation, node.name);
    if ("name" in onLeft && "name" in onRight)
      throw new AvocetError(
        "ambiguous-column",
        `\`${node.name}\` is ambiguous: it is a column of both sides of the join`,
        {
          hint: "Use the callback form, with a parameter for each side: (left, right) => left.id.eq(right.id).",
        },
      );
    if ("name" in onLeft) return field(left, onLeft.name);
    if ("name" in onRight) return field(right, onRight.name);
    if (isInCallbackScope(node.relation)) {
      if (originalRight && [left, right].some((side) => isDerivedInCallback(side, node.relation)))
        throw ambiguousRowError(node.name, node.relation, right);
      return node;
    }
    const [leftNames, rightNames] = [left, right].map(({ schema }) => [...schema.keys()].join(", "));
    throw new AvocetError("unrelated-column", `\`${node.name}\` is a column of neither side of the join`, {
      hint: `Use a column of the left side (${leftNames}) or of the right side (${rightNames}).`,
    });
  });
}

/** The columns of a join and their dtypes. */
export function joinOutput(
  joinType: JoinKind,
  left: Relation,
  right: Relation,
  sharedNames: readonly string[],
  suffix: string,
) {
  const columns = new Map<string, JoinColumn>();
  const schema = new Map<string, DType>();
  const [leftNullable, rightNullable] = [
    joinType === "right" || joinType === "outer",
    joinType === "left" || joinType === "outer" || joinType === "asof" || joinType === "anyLeft",
  ];
  for (const [name, dtype] of left.schema) {
    const isShared = sharedNames.includes(name);
    const rightDType = right.schema.get(name);
    if (isShared && rightDType && joinType === "right") {
      columns.set(name, { side: "right", left: name, right: name });
      schema.set(name, rightDType);
    } else if (isShared && rightDType && joinType === "outer") {
      columns.set(name, { side: "both", left: name, right: name });
      schema.set(name, withNull(commonDType(dtype, rightDType) ?? dtype, dtype.nullable || rightDType.nullable));
    } else {
      columns.set(name, {
        side: "left",
        left: name,
        right: isShared && (joinType === "inner" || joinType === "anyInner") ? name : null,
      });
      schema.set(name, leftNullable ? nullable(dtype) : dtype);
    }
  }
  if (joinType === "semi" || joinType === "anti") return { columns, schema };
  const clashes: string[] = [];
  for (const [name, dtype] of right.schema) {
    if (sharedNames.includes(name)) continue;
    const output = left.schema.has(name) ? `${name}${suffix}` : name;
    if (schema.has(output)) clashes.push(output);
    columns.set(output, { side: "right", left: null, right: name });
    schema.set(output, rightNullable ? nullable(dtype) : dtype);
  }
  if (clashes.length > 0)
    throw new AvocetError(
      "duplicate-column",
      `Duplicate column in the result of the join: ${clashes.map((name) => `\`${name}\``).join(", ")}`,
      {
        hint: `Rename or drop columns of one side first, or replace the suffix "${suffix}" with { suffix: "_other" }.`,
      },
    );
  return { columns, schema };
}
