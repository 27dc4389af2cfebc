import { nullable } from "../dtype/dtype.js";
import { AvocetError } from "../errors.js";
import { suggestion } from "../suggest.js";
import { formatRelation, formatValue } from "../text/format.js";
import { isInCallbackScope } from "./callback-scope.js";
import { hasFlag, NodeFlag, nodeInfo, relationsOf } from "./intern.js";
import { childValue, op, specOf } from "./op.js";
import type { Relation } from "./relation.js";
import { aggregation, parentsOf } from "./relation.js";
import { traceColumn } from "./trace-column.js";
import type { Field, Op, SortKey, Value, WindowValue } from "./value.js";
import { field, subquery, window } from "./value.js";
import { childrenOf, postorder, rewrite } from "./walk.js";

/**
 * What a value is used for: for `rows`, aggregates in it become window functions; for `group`, they stay aggregates.
 */
export type BindTarget = "rows" | "group";

/**
 * Binds a value to `relation`: columns of ancestors are resolved to its own columns, aggregates used next to row values
 * become window functions over the whole input (or over `partitionBy`), and aggregates of another relation become
 * scalar subqueries. Throws if a column cannot be resolved.
 */
export function bind<T extends Value | SortKey>(
  value: T,
  relation: Relation,
  target: BindTarget = "rows",
  partitionBy: readonly Value[] = [],
  orderBy: readonly SortKey[] = [],
): T {
  // Binding a field returns a field, so the cast is safe.
  if (value.type === "field") return checkOuterColumns(resolvePlainColumn(value, relation), relation) as T;
  if (hasFlag(value, NodeFlag.argument)) checkLambdaArguments(value);
  const bound = rewrite(
    value,
    (node, original) => {
      if (node.type === "field" && node.relation !== relation)
        return resolveColumn(node.relation, node.name, relation, value);
      if (node.type !== "op") return node;
      if (node.op === "CountStar" || node.op === "CountDistinctStar") return bindRowCount(node, original, relation);
      return node;
    },
    { enter: (node) => liftToScalarSubquery(node, relation) },
  );
  checkOuterColumns(bound, relation);
  if (target === "group") return bound;
  if (hasFlag(bound, NodeFlag.grouping)) throw misplacedGroupingError(bound);
  return wrapInWindows(bound, partitionBy, orderBy);
}

/** Throws if a parameter of a lambda is used outside of that lambda. */
function checkLambdaArguments(value: Value | SortKey): void {
  const outsideArgument = postorder([value], (node) => node.type !== "lambda").find((node) => node.type === "argument");
  if (outsideArgument)
    throw new AvocetError("unrelated-column", "The parameter of an element callback is used outside of the callback", {
      hint: "Use the parameter only in the expression that the callback returns.",
      detail: formatValue(value.type === "sortKey" ? value.value : value),
    });
}

const misplacedGroupingError = (value: Value | SortKey): AvocetError =>
  new AvocetError("invalid-shape", "`grouping()` requires grouping sets", {
    hint: "Use it in the metrics of t.rollup(...), t.cube(...) or t.groupingSets(...).",
    detail: formatValue(value.type === "sortKey" ? value.value : value),
  });

/** Throws if `grouping()` is used without grouping sets, or on anything but a grouping key. */
export function checkGrouping(value: Value, keys: readonly Value[], hasGroupingSets: boolean): void {
  if (!hasFlag(value, NodeFlag.grouping)) return;
  if (!hasGroupingSets) throw misplacedGroupingError(value);
  for (const node of postorder([value])) {
    if (node.type !== "op" || !hasFlag(node, NodeFlag.grouping)) continue;
    const { role } = specOf(node.op);
    if (role === "aggregate" || (node.op === "Grouping" && !keys.includes(node.args.arg as Value)))
      throw new AvocetError(
        "invalid-shape",
        "`grouping()` takes one of the rolled-up grouping keys, outside of an aggregate",
        {
          hint: `Use one of the grouping keys: ${keys.map(formatValue).join(", ")}.`,
          detail: formatValue(node),
        },
      );
  }
}

/** Throws if a rolled-up key that is declared NOT NULL is used outside of an aggregate: it is NULL in subtotal rows. */
export function checkRolledUpKeys(name: string, value: Value, rolledUpKeys: readonly Value[]): void {
  const stack: Value[] = [value];
  const seen = new Set<Value>();
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (seen.has(node) || (node.type === "op" && (node.op === "Grouping" || specOf(node.op).role === "aggregate")))
      continue;
    seen.add(node);
    if (rolledUpKeys.includes(node))
      throw new AvocetError(
        "invalid-shape",
        `\`${name}\` uses a grouping key that is NULL in subtotal rows, although its dtype is not nullable`,
        {
          hint: "Compute it from the result, where the key is nullable: .aggregate(...).mutate(...).",
          detail: `${name}: ${formatValue(value)}`,
        },
      );
    for (const child of childrenOf(node)) stack.push(childValue(child));
  }
}

/**
 * Resolves a plain column of an ancestor; nullability follows the column of the same name in `relation`, as its type
 * does.
 */
function resolvePlainColumn(value: Field, relation: Relation): Value {
  if (value.relation === relation) return value;
  const sameNamedDType = relation.schema.get(value.name);
  const dtype = sameNamedDType?.kind === value.dtype.kind ? sameNamedDType : value.dtype;
  return resolveColumn(value.relation, value.name, relation, value, dtype.nullable);
}

function resolveColumn(
  owner: Relation,
  name: string,
  relation: Relation,
  expression: Value | SortKey,
  allowNullable = false,
): Value {
  const origin = traceColumn(relation, owner, name);
  if ("name" in origin) {
    if (isInCallbackScope(owner)) throw ambiguousRowError(name, owner, relation);
    const column = field(relation, origin.name);
    const originalDType = owner.schema.get(name);
    if (!allowNullable && column.dtype.nullable && originalDType && !originalDType.nullable && !rolledUpKeys(relation))
      throw becameNullableError(owner, name, relation, origin.name);
    return column;
  }
  if (isInCallbackScope(owner)) return field(owner, name);
  throw unresolvedColumnError(origin.unresolved, owner, name, relation, expression);
}

/** The error for a column that could belong to the callback's row or to a table built inside the callback. */
export const ambiguousRowError = (name: string, owner: Relation, relation: Relation): AvocetError =>
  new AvocetError(
    "ambiguous-column",
    `\`${name}\` is ambiguous: it could refer to the outer row or to the inner table`,
    {
      hint: "Use the parameter of the inner table's callback, and build that table in the outer callback or from .view().",
      detail: describeRelations(owner, relation),
    },
  );

/** Throws if a value with only columns of a callback's table is used on that same table inside the callback. */
function checkOuterColumns<T extends Value | SortKey>(value: T, relation: Relation): T {
  const relations = relationsOf(value);
  if (relations.size === 0 || relations.has(relation)) return value;
  for (const outer of relations)
    if (isInCallbackScope(outer) && isDerivedInCallback(relation, outer)) {
      const field = postorder([value]).find((node) => node.type === "field" && node.relation === outer);
      throw ambiguousRowError(field?.type === "field" ? field.name : "The column", outer, relation);
    }
  return value;
}

/** Whether `relation` is derived from `outer` and was built inside a callback over `outer`. */
export function isDerivedInCallback(relation: Relation, outer: Relation): boolean {
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

const rolledUpKeys = (relation: Relation): boolean => relation.type === "aggregation" && relation.sets !== null;

function becameNullableError(owner: Relation, name: string, relation: Relation, nameHere: string): AvocetError {
  return new AvocetError(
    "unrelated-column",
    `\`${name}\` is not nullable in its own table, but an outer join made it nullable in this one`,
    {
      hint: `Refer to the column of this table, whose type is nullable: (c) => c.${nameHere}.`,
      detail: describeRelations(owner, relation),
    },
  );
}

function unresolvedColumnError(
  reason: "unrelated" | "dropped" | "ambiguous",
  owner: Relation,
  name: string,
  relation: Relation,
  expression: Value | SortKey,
): AvocetError {
  const text = formatValue(expression.type === "sortKey" ? expression.value : expression);
  const detail = `In ${text}\n\n${describeRelations(owner, relation)}`;
  if (reason === "ambiguous")
    return new AvocetError("ambiguous-column", `\`${name}\` is ambiguous: its table is on both sides of the join`, {
      hint: "Use a callback such as (left, right) => left.id.eq(right.id), or wrap one side in .view().",
      detail,
    });
  if (reason === "dropped")
    return new AvocetError("unknown-column", `The column \`${name}\` was replaced or dropped before this table`, {
      hint: suggestion(name, [...relation.schema.keys()]),
      detail,
    });
  return new AvocetError("unrelated-column", `The column \`${name}\` belongs to another table`, {
    hint: "Join the two tables first, or use a single value: an aggregate such as .max(), or a subquery with .asScalar().",
    detail,
  });
}

const describeRelations = (owner: Relation, relation: Relation): string =>
  `Column of:\n${formatRelation(owner)}\n\nUsed on:\n${formatRelation(relation)}`;

/** Turns an aggregate whose columns all belong to another relation into a scalar subquery over that relation. */
function liftToScalarSubquery(node: Value, relation: Relation): Value | undefined {
  if (node.type !== "op" || specOf(node.op).role !== "aggregate") return undefined;
  const tables = [...relationsOf(node)];
  const [source] = tables;
  if (!source || tables.length > 1 || source === relation) return undefined;
  const firstColumn = [...source.schema.keys()][0];
  if (firstColumn !== undefined && !isUnrelated(relation, source)) return undefined;
  if (isInCallbackScope(source))
    throw new AvocetError(
      "ambiguous-column",
      "Cannot aggregate a column of the outer table for each row of another table",
      {
        hint: "Aggregate it outside of the callback, or use the parameter of the inner table's callback.",
        detail: formatValue(node),
      },
    );
  const aggregated = aggregation(source, new Map(), new Map([["value", bind(node, source, "group")]]));
  return subquery("scalar", aggregated, null, nullable(node.dtype), relationsOf(aggregated));
}

const isUnrelated = (relation: Relation, source: Relation): boolean => {
  for (const name of source.schema.keys()) {
    const origin = traceColumn(relation, source, name);
    return "unresolved" in origin && origin.unresolved === "unrelated";
  }
  return true;
};

function bindRowCount(node: Op, original: Value, relation: Relation): Value {
  const args: { readonly table?: Relation } = node.args;
  if (args.table === relation) return node;
  if (args.table && isUnrelated(relation, args.table)) return liftToScalarSubquery(original, relation) ?? node;
  return op(node.op as "CountStar", { ...node.args, table: relation });
}

/** Wraps aggregates and analytic functions that are not in a window in one over all rows, or over each partition. */
export function wrapInWindows<T extends Value | SortKey>(
  value: T,
  partitionBy: readonly Value[],
  orderBy: readonly SortKey[] = [],
): T {
  const windowFlag = partitionBy.length > 0 ? NodeFlag.window : 0;
  if ((nodeInfo(value).flags & (NodeFlag.aggregate | NodeFlag.analytic | windowFlag)) === 0) return value;
  // A window without PARTITION BY is computed within the group.
  const inheritPartition = (node: WindowValue): Value =>
    windowFlag && node.partitionBy.length === 0 ? window(node.func, partitionBy, node.orderBy, node.frame) : node;
  const frame = orderBy.length === 0 ? WHOLE_PARTITION : UP_TO_CURRENT_ROW;
  return rewrite(
    value,
    (node) => {
      if (node.type !== "op") return node;
      const { role } = specOf(node.op);
      if (role !== "aggregate" && role !== "analytic") return node;
      const takesFrame = role === "aggregate" || node.op === "NthValue";
      if (!takesFrame && node.op !== "RowNumber" && orderBy.length === 0)
        throw new AvocetError("invalid-window", `${node.op} requires an ordering`, {
          hint: "Add .over({ orderBy }) directly after it, or order the groups: t.groupBy(...).orderBy(...).",
          detail: formatValue(node),
        });
      return window(node, partitionBy, orderBy, takesFrame ? frame : null);
    },
    {
      enter: (node) =>
        node.type === "window"
          ? inheritPartition(node)
          : hasFlag(node, NodeFlag.aggregate | NodeFlag.analytic | windowFlag)
            ? undefined
            : node,
    },
  );
}

/** The window frame of all rows of the partition. */
export const WHOLE_PARTITION = Object.freeze({ unit: "rows", start: "unbounded", end: "unbounded" } as const);
/** The window frame from the start of the partition to the current row and its peers. */
export const UP_TO_CURRENT_ROW = Object.freeze({ unit: "range", start: "unbounded", end: 0 } as const);

/** Throws if a value of an aggregation varies within a group: columns must be grouping keys or inside an aggregate. */
export function checkGroupedValue(name: string, value: Value, keys: readonly Value[], relation: Relation): void {
  const stack: Value[] = [value];
  const seen = new Set<Value>();
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (seen.has(node) || keys.includes(node) || (node.type === "op" && specOf(node.op).role === "aggregate")) continue;
    seen.add(node);
    if (node.type === "window" || (node.type === "op" && specOf(node.op).role === "analytic"))
      throw new AvocetError(
        "invalid-shape",
        `\`${name}\` uses a window function, which is not allowed in an aggregation`,
        {
          hint: "Aggregate first, then compute it with .mutate(...).",
          detail: `${name}: ${formatValue(value)}`,
        },
      );
    if (node.type === "subquery" && relationsOf(node).has(relation))
      throw new AvocetError(
        "invalid-shape",
        `\`${name}\` is not constant within each group: its subquery is correlated with row-level columns`,
        {
          hint: "Compute it before the aggregation with .mutate(...), then aggregate it or group by it.",
          detail: `${name}: ${formatValue(value)}`,
        },
      );
    if (node.type === "field" && node.relation === relation)
      throw new AvocetError(
        "invalid-shape",
        `\`${name}\` is not constant within each group: it uses the column \`${node.name}\` outside of an aggregate`,
        {
          hint: `Aggregate the column, as in c.${node.name}.max(), or add it to the grouping keys.`,
          detail: `${name}: ${formatValue(value)}`,
        },
      );
    for (const child of childrenOf(node)) stack.push(childValue(child));
  }
}
