import { nullable } from "../dtype/dtype.js";
import { AvocetError } from "../errors.js";
import { suggestion } from "../suggest.js";
import { formatRelation, formatValue } from "../text/format.js";
import { isInCallbackScope } from "./callback-scope.js";
import { hasTrait, NodeFlag, nodeInfo, relationsOf } from "./intern.js";
import { childValue, op, specOf } from "./op.js";
import type { Relation } from "./relation.js";
import { aggregation, parentsOf } from "./relation.js";
import { traceColumn } from "./trace-column.js";
import type { Field, Op, SortKey, Value, WindowValue } from "./value.js";
import { field, subquery, window } from "./value.js";
import { childrenOf, postorder, rewrite } from "./walk.js";

/** What a value is for, which decides what becomes of reductions in it. */
export type Use = "rows" | "group";

/**
 * A value as it is over `relation`: columns of ancestors become its own, reductions beside rows become windows over the whole input
 * (or over `partitionBy`), reductions over another relation become subqueries.
 */
export function bind<T extends Value | SortKey>(
  value: T,
  relation: Relation,
  use: Use = "rows",
  partitionBy: readonly Value[] = [],
  orderBy: readonly SortKey[] = [],
): T {
  if (value.type === "field") return checkOuter(resolvePlainColumn(value, relation), relation) as T; // a field for a field
  if (hasTrait(value, NodeFlag.argument)) checkArguments(value);
  const own = rewrite(
    value,
    (node, original) => {
      if (node.type === "field" && node.relation !== relation)
        return resolveColumn(node.relation, node.name, relation, value);
      if (node.type !== "op") return node;
      if (node.op === "CountStar" || node.op === "CountDistinctStar") return countOf(node, original, relation);
      return node;
    },
    { enter: (node) => liftToScalarSubquery(node, relation) },
  );
  checkOuter(own, relation);
  if (use === "group") return own;
  if (hasTrait(own, NodeFlag.grouping)) throw strayGrouping(own);
  return windowed(own, partitionBy, orderBy);
}

/** Refuses the parameter of a lambda outside of that lambda. */
function checkArguments(value: Value | SortKey): void {
  const stray = postorder([value], (node) => node.type !== "lambda").find((node) => node.type === "argument");
  if (stray)
    throw new AvocetError("unrelated-column", "the element that a callback is given means nothing outside of it", {
      hint: "Use it in the callback's result only.",
      detail: formatValue(value.type === "sortKey" ? value.value : value),
    });
}

const strayGrouping = (value: Value | SortKey): AvocetError =>
  new AvocetError("invalid-shape", "grouping() has a meaning only where the keys are rolled up", {
    hint: "Use it in the metrics of t.rollup(...), t.cube(...) or t.groupingSets(...).",
    detail: formatValue(value.type === "sortKey" ? value.value : value),
  });

/** Refuses `grouping()` of anything but a key of grouping sets, and outside of them. */
export function checkGrouping(value: Value, keys: readonly Value[], sets: boolean): void {
  if (!hasTrait(value, NodeFlag.grouping)) return;
  if (!sets) throw strayGrouping(value);
  for (const node of postorder([value])) {
    if (node.type !== "op" || !hasTrait(node, NodeFlag.grouping)) continue;
    const { role } = specOf(node.op);
    if (role === "reduction" || (node.op === "Grouping" && !keys.includes(node.args.arg as Value)))
      // its one argument
      throw new AvocetError("invalid-shape", "grouping() is of one of the keys that are rolled up, beside reductions", {
        hint: `The keys are ${keys.map(formatValue).join(", ")}.`,
        detail: formatValue(node),
      });
  }
}

/** Refuses a key that is never NULL and is rolled up, outside of reductions: in the rows of totals it would be NULL. */
export function checkRolledUp(name: string, value: Value, rolledUp: readonly Value[]): void {
  const stack: Value[] = [value];
  const seen = new Set<Value>();
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (seen.has(node) || (node.type === "op" && (node.op === "Grouping" || specOf(node.op).role === "reduction")))
      continue;
    seen.add(node);
    if (rolledUp.includes(node))
      throw new AvocetError("invalid-shape", `\`${name}\` uses a key that is NULL in the rows of totals`, {
        hint: "Compute it from the result, where the key's type says so: .aggregate(...).mutate(...).",
        detail: `${name}: ${formatValue(value)}`,
      });
    for (const child of childrenOf(node)) stack.push(childValue(child));
  }
}

/** A plain column of an ancestor, which takes the dtype of the column of its name here, as its type does. */
function resolvePlainColumn(value: Field, relation: Relation): Value {
  if (value.relation === relation) return value;
  const here = relation.schema.get(value.name);
  const typed = here?.kind === value.dtype.kind ? here : value.dtype;
  return resolveColumn(value.relation, value.name, relation, value, typed.nullable);
}

function resolveColumn(
  from: Relation,
  name: string,
  relation: Relation,
  whole: Value | SortKey,
  mayBeNull = false,
): Value {
  const origin = traceColumn(relation, from, name);
  if ("name" in origin) {
    if (isInCallbackScope(from)) throw ambiguousRow(name, from, relation);
    const own = field(relation, origin.name);
    const before = from.schema.get(name);
    if (!mayBeNull && own.dtype.nullable && before && !before.nullable && !rolledUp(relation))
      throw becameNullable(from, name, relation, origin.name);
    return own;
  }
  if (isInCallbackScope(from)) return field(from, name);
  throw unresolvedColumnError(origin.unresolved, from, name, relation, whole);
}

/** Refuses a column that is both of a callback's row and of a table inside the callback. */
export const ambiguousRow = (name: string, from: Relation, here: Relation): AvocetError =>
  new AvocetError(
    "ambiguous-column",
    `\`${name}\` could be of the row that the callback is about, or of the table inside it`,
    {
      hint: "Name the columns of the inner table by its own callback's parameter; make it inside of the outer callback, or from .view().",
      detail: both(from, here),
    },
  );

/** Refuses a value that has columns of a callback's table alone, where it is used on that same table inside. */
function checkOuter<T extends Value | SortKey>(value: T, relation: Relation): T {
  const relations = relationsOf(value);
  if (relations.size === 0 || relations.has(relation)) return value;
  for (const outer of relations)
    if (isInCallbackScope(outer) && madeInside(relation, outer)) {
      const field = postorder([value]).find((node) => node.type === "field" && node.relation === outer);
      throw ambiguousRow(field?.type === "field" ? field.name : "a column", outer, relation);
    }
  return value;
}

/** Whether `relation` was made, inside a callback over `outer`, of that same table. */
export function madeInside(relation: Relation, outer: Relation): boolean {
  const seen = new Set<Relation>();
  const stack: Relation[] = [relation];
  for (let r = stack.pop(); r; r = stack.pop()) {
    if (seen.has(r)) continue;
    seen.add(r);
    if (r.type === "selfReference" && r.parent === outer && r.id.startsWith("inner")) return true;
    stack.push(...parentsOf(r));
  }
  return false;
}

const rolledUp = (relation: Relation): boolean => relation.type === "aggregation" && relation.sets !== null;

function becameNullable(from: Relation, name: string, relation: Relation, here: string): AvocetError {
  return new AvocetError(
    "unrelated-column",
    `\`${name}\` is never NULL in its own table, but may be NULL here: an outer join came between`,
    {
      hint: `Take it from the table that you select from, as (c) => c.${here}, so that its type says so.`,
      detail: both(from, relation),
    },
  );
}

function unresolvedColumnError(
  lost: "unrelated" | "dropped" | "ambiguous",
  from: Relation,
  name: string,
  relation: Relation,
  whole: Value | SortKey,
): AvocetError {
  const text = formatValue(whole.type === "sortKey" ? whole.value : whole);
  const detail = `in ${text}\n\n${both(from, relation)}`;
  if (lost === "ambiguous")
    return new AvocetError("ambiguous-column", `\`${name}\` is ambiguous: its table is on both sides of a join`, {
      hint: "Use the callback form, where each side is a parameter of its own, or give one side an identity with .view().",
      detail,
    });
  if (lost === "dropped")
    return new AvocetError(
      "unknown-column",
      `the column \`${name}\` was replaced or dropped on the way to this table`,
      {
        hint: suggestion(name, [...relation.schema.keys()]),
        detail,
      },
    );
  return new AvocetError("unrelated-column", `the column \`${name}\` belongs to another table`, {
    hint: "Join the two tables first, or make one value of it: a reduction such as .max(), or .asScalar() on a table of one column.",
    detail,
  });
}

const both = (from: Relation, here: Relation): string =>
  `it is a column of:\n${formatRelation(from)}\n\nused on:\n${formatRelation(here)}`;

/** A reduction whose columns all belong to some other table: its value for that whole table. */
function liftToScalarSubquery(node: Value, relation: Relation): Value | undefined {
  if (node.type !== "op" || specOf(node.op).role !== "reduction") return undefined;
  const tables = [...relationsOf(node)];
  const [only] = tables;
  if (!only || tables.length > 1 || only === relation) return undefined;
  const probe = [...only.schema.keys()][0];
  if (probe !== undefined && !isUnrelated(relation, only)) return undefined;
  if (isInCallbackScope(only))
    throw new AvocetError(
      "ambiguous-column",
      "this reduces a column of the table around, row by row of another table",
      {
        hint: "Reduce it outside of the callback, or name the inner table's columns by its own callback's parameter.",
        detail: formatValue(node),
      },
    );
  const inner = aggregation(only, new Map(), new Map([["value", bind(node, only, "group")]]));
  return subquery("scalar", inner, null, nullable(node.dtype), relationsOf(inner));
}

const isUnrelated = (relation: Relation, other: Relation): boolean => {
  for (const name of other.schema.keys()) {
    const origin = traceColumn(relation, other, name);
    return "unresolved" in origin && origin.unresolved === "unrelated";
  }
  return true;
};

function countOf(node: Op, original: Value, relation: Relation): Value {
  const args: { readonly table?: Relation } = node.args;
  if (args.table === relation) return node;
  if (args.table && isUnrelated(relation, args.table)) return liftToScalarSubquery(original, relation) ?? node;
  return op(node.op as "CountStar", { ...node.args, table: relation });
}

/** Wraps reductions and analytic functions that stand outside of a window in one over all rows, or over each partition. */
export function windowed<T extends Value | SortKey>(
  value: T,
  partitionBy: readonly Value[],
  orderBy: readonly SortKey[] = [],
): T {
  const windows = partitionBy.length > 0 ? NodeFlag.window : 0;
  if ((nodeInfo(value).traits & (NodeFlag.reduction | NodeFlag.analytic | windows)) === 0) return value;
  // A window that names no partition of its own is over the group.
  const inherited = (node: WindowValue): Value =>
    windows && node.partitionBy.length === 0 ? window(node.func, partitionBy, node.orderBy, node.frame) : node;
  const frame = orderBy.length === 0 ? WHOLE : TO_CURRENT;
  return rewrite(
    value,
    (node) => {
      if (node.type !== "op") return node;
      const { role } = specOf(node.op);
      if (role !== "reduction" && role !== "analytic") return node;
      const framed = role === "reduction" || node.op === "NthValue";
      if (!framed && node.op !== "RowNumber" && orderBy.length === 0)
        throw new AvocetError("invalid-window", `${node.op} needs an order`, {
          hint: "Put .over({ orderBy }) right after it, or order the groups: t.groupBy(...).orderBy(...).",
          detail: formatValue(node),
        });
      return window(node, partitionBy, orderBy, framed ? frame : null);
    },
    {
      enter: (node) =>
        node.type === "window"
          ? inherited(node)
          : hasTrait(node, NodeFlag.reduction | NodeFlag.analytic | windows)
            ? undefined
            : node,
    },
  );
}

/** The frame of all rows of the partition. */
export const WHOLE = Object.freeze({ unit: "rows", start: "unbounded", end: "unbounded" } as const);
/** The frame from the start of the partition to the current row and its peers. */
export const TO_CURRENT = Object.freeze({ unit: "range", start: "unbounded", end: 0 } as const);

/** Refuses a value over a group that is not the same for all its rows: a column that is neither a key nor inside a reduction. */
export function checkGrouped(name: string, value: Value, keys: readonly Value[], relation: Relation): void {
  const stack: Value[] = [value];
  const seen = new Set<Value>();
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (seen.has(node) || keys.includes(node) || (node.type === "op" && specOf(node.op).role === "reduction")) continue;
    seen.add(node);
    if (node.type === "window" || (node.type === "op" && specOf(node.op).role === "analytic"))
      throw new AvocetError("invalid-shape", `\`${name}\` looks at other rows, which groups do not have yet`, {
        hint: "Aggregate first, then add it with .mutate(...).",
        detail: `${name}: ${formatValue(value)}`,
      });
    if (node.type === "subquery" && relationsOf(node).has(relation))
      throw new AvocetError(
        "invalid-shape",
        `\`${name}\` is not one value for each group: its subquery hangs on columns of each row`,
        {
          hint: "Compute it before, with .mutate(...), and reduce it or group by it.",
          detail: `${name}: ${formatValue(value)}`,
        },
      );
    if (node.type === "field" && node.relation === relation)
      throw new AvocetError(
        "invalid-shape",
        `\`${name}\` is not one value for each group: it has the plain column \`${node.name}\``,
        {
          hint: `Reduce it, as c.${node.name}.max() does, or add it to the keys of groupBy.`,
          detail: `${name}: ${formatValue(value)}`,
        },
      );
    for (const child of childrenOf(node)) stack.push(childValue(child));
  }
}
