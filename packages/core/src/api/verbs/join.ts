import type { DType } from "../../dtype/dtype.js";
import { nullable, withNull } from "../../dtype/dtype.js";
import { commonDType } from "../../dtype/promote.js";
import { AvocetError } from "../../errors.js";
import { ambiguousRow, checkGrouping, madeInside } from "../../ir/bind.js";
import { isInCallbackScope, withCallbackScope, withFreshAliasIfInScope } from "../../ir/callback-scope.js";
import { hasTrait, NodeFlag, relationsOf } from "../../ir/intern.js";
import { op } from "../../ir/op.js";
import type { Join, JoinColumn, JoinHow, Relation } from "../../ir/relation.js";
import { join, selfReference } from "../../ir/relation.js";
import { traceColumn } from "../../ir/trace-column.js";
import type { Value } from "../../ir/value.js";
import { field } from "../../ir/value.js";
import { rewrite } from "../../ir/walk.js";
import { formatValue } from "../../text/format.js";
import { comparableNode } from "../operand/operand.js";
import { columnNamed, columnsOf, resolvePredicates } from "./resolve.js";
import { conjuncts } from "./verbs.js";

export interface Options {
  readonly suffix?: string;
}

/** Joins two relations; the right side gets an identity of its own where the left already has it. */
export function joinRelations(how: JoinHow, left: Relation, other: Relation, on: unknown, options: Options = {}): Join {
  const given = withFreshAliasIfInScope(other);
  const right = distinctRight(left, given);
  const shared: string[] = [];
  const predicates = conjuncts(predicatesOf(left, right, given, on, shared)).filter((p) => !isTrue(p));
  const { columns, schema } = columnsOfJoin(how, left, right, shared, options.suffix ?? "_right");
  return join(how, left, right, predicates, columns, schema);
}

/** Joins a relation with one that is built from its columns, row by row. */
export function lateralJoin(how: "inner" | "left", left: Relation, build: unknown, options: Options = {}): Join {
  if (how !== "inner" && how !== "left")
    throw new AvocetError("invalid-argument", `a lateral join is "inner" or "left", got ${JSON.stringify(how)}`);
  const built: unknown =
    typeof build === "function" ? withCallbackScope([left], () => build(columnsOf(left)) as unknown) : build;
  if (!isTable(built))
    throw new AvocetError("invalid-argument", "lateralJoin takes a callback from the columns to a table", {
      hint: "For example orders.lateralJoin((o) => payments.filter((p) => p.order_id.eq(o.order_id)).limit(1)).",
    });
  const right = distinctRight(left, built.relation);
  const { columns, schema } = columnsOfJoin(how, left, right, [], options.suffix ?? "_right");
  return join(how, left, right, [], columns, schema, relationsOf(right).has(left));
}
const isTable = (value: unknown): value is { readonly relation: Relation } =>
  typeof value === "object" && value !== null && "relation" in value;

const isTrue = (p: Value): boolean => p.type === "literal" && p.value === true;

/** `right`, or a reference to it under an identity that no part of `left` has. */
export function distinctRight(left: Relation, right: Relation): Relation {
  const parts = participants(left);
  let candidate = right;
  for (let i = 1; parts.has(candidate); i++) candidate = selfReference(right, `join${i}`);
  return candidate;
}
function participants(relation: Relation): Set<Relation> {
  const found = new Set<Relation>();
  const stack = [relation];
  for (let r = stack.pop(); r; r = stack.pop()) {
    found.add(r);
    if (r.type === "join") stack.push(r.left, r.right);
    else if ("parent" in r && r.type !== "selfReference") stack.push(r.parent);
  }
  return found;
}

export function predicatesOf(left: Relation, right: Relation, given: Relation, on: unknown, shared: string[]): Value[] {
  if (on === undefined) return [];
  if (typeof on === "string") return [equalNames(left, right, on, on, shared)];
  if (Array.isArray(on) && on.every((key) => typeof key === "string" || isPair(key)))
    return on.map((key: string | readonly [string, string]) =>
      typeof key === "string" ? equalNames(left, right, key, key, shared) : equalNames(left, right, key[0], key[1], []),
    );
  const named = typeof on === "function";
  const conditions = named
    ? withCallbackScope([left, right], () => on(columnsOf(left), columnsOf(right)) as unknown)
    : on;
  return resolvePredicates(left, [conditions]).map((p) => bindSides(p, left, right, named ? null : given));
}

const isPair = (key: unknown): boolean =>
  Array.isArray(key) && key.length === 2 && key.every((k) => typeof k === "string");

function equalNames(left: Relation, right: Relation, l: string, r: string, shared: string[]): Value {
  const [a, b] = [columnNamed(left, l), columnNamed(right, r)];
  if (l === r) shared.push(l);
  return op("Equals", { left: a.node, right: comparableNode(b, a.node) });
}

/**
 * The columns in a condition as those of the left or of the right side, whichever they come from. `given` is the right side as the
 * condition knows it, null where each side was a parameter of a callback.
 */
export function bindSides(predicate: Value, left: Relation, right: Relation, given: Relation | null): Value {
  checkGrouping(predicate, [], false);
  if (hasTrait(predicate, NodeFlag.reduction | NodeFlag.analytic | NodeFlag.window))
    throw new AvocetError("invalid-shape", "a join compares one row of each side; this looks at many", {
      hint: "Compute it before the join, with .mutate(...) or .aggregate(...), or filter after it.",
      detail: formatValue(predicate),
    });
  return rewrite(predicate, (node) => {
    if (node.type !== "field") return node;
    if ((node.relation === left && given !== left) || node.relation === right) return node;
    const onLeft = traceColumn(left, node.relation, node.name);
    const onRight = traceColumn(given ?? right, node.relation, node.name);
    if ("name" in onLeft && "name" in onRight)
      throw new AvocetError("ambiguous-column", `\`${node.name}\` is a column of both sides of the join`, {
        hint: "Use the callback form, where each side is a parameter of its own: (left, right) => left.id.eq(right.id).",
      });
    if ("name" in onLeft) return field(left, onLeft.name);
    if ("name" in onRight) return field(right, onRight.name);
    if (isInCallbackScope(node.relation)) {
      if (given && [left, right].some((side) => madeInside(side, node.relation)))
        throw ambiguousRow(node.name, node.relation, right);
      return node;
    }
    throw new AvocetError("unrelated-column", `\`${node.name}\` is a column of neither side of the join`, {
      hint: `The left side has ${[...left.schema.keys()].join(", ")}; the right side has ${[...right.schema.keys()].join(", ")}.`,
    });
  });
}

export function columnsOfJoin(
  how: JoinHow,
  left: Relation,
  right: Relation,
  shared: readonly string[],
  suffix: string,
) {
  const columns = new Map<string, JoinColumn>();
  const schema = new Map<string, DType>();
  const [leftMissing, rightMissing] = [
    how === "right" || how === "outer",
    how === "left" || how === "outer" || how === "asof" || how === "anyLeft",
  ];
  for (const [name, dtype] of left.schema) {
    const key = shared.includes(name);
    const other = right.schema.get(name);
    if (key && other && how === "right") {
      columns.set(name, { side: "right", left: name, right: name });
      schema.set(name, other);
    } else if (key && other && how === "outer") {
      columns.set(name, { side: "both", left: name, right: name });
      schema.set(name, withNull(commonDType(dtype, other) ?? dtype, dtype.nullable || other.nullable));
    } else {
      columns.set(name, {
        side: "left",
        left: name,
        right: key && (how === "inner" || how === "anyInner") ? name : null,
      });
      schema.set(name, leftMissing ? nullable(dtype) : dtype);
    }
  }
  if (how === "semi" || how === "anti") return { columns, schema };
  const clashes: string[] = [];
  for (const [name, dtype] of right.schema) {
    if (shared.includes(name)) continue;
    const output = left.schema.has(name) ? `${name}${suffix}` : name;
    if (schema.has(output)) clashes.push(output);
    columns.set(output, { side: "right", left: null, right: name });
    schema.set(output, rightMissing ? nullable(dtype) : dtype);
  }
  if (clashes.length > 0)
    throw new AvocetError(
      "duplicate-column",
      `the join would have two columns ${clashes.map((c) => `\`${c}\``).join(", ")}`,
      {
        hint: `Rename or drop columns of one side first, or give another suffix: { suffix: "_other" } in place of "${suffix}".`,
      },
    );
  return { columns, schema };
}
