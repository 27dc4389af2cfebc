import { below, child, children, everything, flag, namesOf, type Tree } from "../googlesql/syntax.js";
import { type Edit, edited, quoted, slice } from "../googlesql/text.js";

// The executor groups by one set of keys only. A query with several becomes one over the union of a query for each set, in which the keys
// that are not in the set are NULL:
//   SELECT k, SUM(x) AS s, GROUPING(k) AS g … GROUP BY ROLLUP(k) QUALIFY …
//   SELECT v0 AS k, v1 AS s, v2 AS g FROM (SELECT k AS v0, SUM(x) AS v1, 0 AS v2 … GROUP BY k UNION ALL SELECT NULL, SUM(x), 1 … ) WHERE TRUE QUALIFY …

/** The changes that make the outermost query with grouping sets one without; none where there is no such query. */
export function groupingSetEdits(tree: Tree, text: string): readonly Edit[] {
  const all = everything(tree);
  for (const select of all) {
    if (select.kind !== "Select") continue;
    const items = children(child(select, "groupBy"), "groupingItems");
    if (!items.some((item) => SEVERAL.some((kind) => child(item, kind)))) continue;
    const keys = allKeys(items, text);
    const order = child(
      all.find((node) => child(node, "queryExpr") === select),
      "orderBy",
    );
    const { values, outer, edits } = outside(select, order, keys, text);
    const parts = setsOf(items).map((set) => inside(select, set, keys, values, text));
    return [{ start: select.start, end: select.end, text: outer(parts.join("\nUNION ALL\n")) }, ...edits];
  }
  return [];
}

const SEVERAL = ["groupingSetList", "rollup", "cube"] as const;
type Keys = readonly Tree[];

/** Every combination of one set of each item. */
function setsOf(items: readonly Tree[]): readonly Keys[] {
  return items.reduce<readonly Keys[]>(
    (sets, item) => sets.flatMap((set) => setsOfItem(item).map((more) => [...set, ...more])),
    [[]],
  );
}

function setsOfItem(item: Tree): readonly Keys[] {
  const single = child(item, "expression");
  const list = child(item, "groupingSetList");
  if (list) return children(list, "groupingSets").flatMap(setsOfGroupingSet);
  return single ? [keysOf(single)] : setsOfGroupingSet(item);
}
function setsOfGroupingSet(set: Tree): readonly Keys[] {
  const [rollup, cube, expression] = [child(set, "rollup"), child(set, "cube"), child(set, "expression")];
  if (rollup) {
    const parts = children(rollup, "expressions").map(keysOf);
    return [...parts.map((_, i) => parts.slice(0, parts.length - i).flat()), []];
  }
  if (cube) {
    const parts = children(cube, "expressions").map(keysOf);
    return Array.from({ length: 2 ** parts.length }, (_, bits) =>
      parts.filter((_part, i) => ((bits >> i) & 1) === 0).flat(),
    );
  }
  return [expression ? keysOf(expression) : []];
}
const keysOf = (expression: Tree): Keys =>
  expression.kind === "StructConstructorWithParens" ? children(expression, "fieldExpressions") : [expression];

const allKeys = (items: readonly Tree[], text: string): ReadonlySet<string> =>
  new Set(setsOf(items).flatMap((set) => set.map((key) => slice(text, key))));

/** A part of a clause that depends on the set. */
interface Taken {
  readonly node: Tree;
  readonly is: "key" | "grouping" | "aggregate";
  readonly text: string;
  /** The key that a call of GROUPING is about. */
  readonly key: string;
}
/** What the outer query takes from the inner one. */
interface Value extends Taken {
  readonly name: string;
}

/** The outer query, around the union of the inner ones, the values that it takes from them, and the changes of its order. */
function outside(select: Tree, order: Tree | undefined, keys: ReadonlySet<string>, text: string) {
  const values = new Map<string, Value>();
  const edits: Edit[] = [];
  const clauses = [child(select, "selectList"), child(select, "qualify"), order];
  for (const clause of clauses) {
    for (const part of clause ? taken(clause, keys, text) : []) {
      const value = values.get(part.text) ?? { ...part, name: `v${values.size}` };
      values.set(part.text, value);
      const { start, end } = part.node;
      edits.push({ start, end, text: value.name + nameFor(part.node, clause) });
    }
  }
  const [list, qualify] = clauses.map((clause) => (clause ? changed(clause, edits, text) : ""));
  const distinct = flag(select, "distinct") ? "DISTINCT " : "";
  const outer = (union: string): string =>
    `SELECT ${distinct}${list} FROM (\n${union}\n) AS grouped${qualify ? ` WHERE TRUE ${qualify}` : ""}`;
  const inOrder = edits.filter(({ start, end }) => order && order.start <= start && end <= order.end);
  return { values: [...values.values()], outer, edits: inOrder };
}

/** The query of one set. */
function inside(select: Tree, set: Keys, keys: ReadonlySet<string>, values: readonly Value[], text: string): string {
  const there = new Set(set.map((key) => slice(text, key)));
  const written = ({ is, text: own, key }: Taken): string => {
    if (is === "key") return there.has(own) ? own : `ANY_VALUE(IF(FALSE, ${own}, NULL))`;
    return is === "grouping" ? (there.has(key) ? "0" : "1") : own;
  };
  const list = values.map((value) => `${written(value)} AS ${value.name}`);
  const [from, where, having] = ["fromClause", "whereClause", "having"].map((name) => child(select, name));
  const condition =
    having &&
    taken(having, keys, text).map((part) => ({ start: part.node.start, end: part.node.end, text: written(part) }));
  return [
    `SELECT ${list.length > 0 ? list.join(", ") : "COUNT(*) AS v0"}`,
    from ? slice(text, from) : "",
    where ? slice(text, where) : "",
    `GROUP BY ${there.size > 0 ? [...there].join(", ") : "()"}`,
    having && condition ? changed(having, condition, text) : "",
  ].join(" ");
}

/** The keys, calls of GROUPING and aggregates of a clause; those inside of one another or of a subquery are not looked for. */
function taken(clause: Tree, keys: ReadonlySet<string>, text: string): readonly Taken[] {
  const found: Taken[] = [];
  const whole = new Set([clause, ...children(clause, "columns")]);
  const todo: Tree[] = [clause];
  for (let node = todo.pop(); node; node = todo.pop()) {
    const name = node.kind === "FunctionCall" ? (namesOf(child(node, "function")).at(-1)?.toUpperCase() ?? "") : "";
    const window = node.kind === "AnalyticFunctionCall" ? child(node, "expression") : undefined;
    const own = slice(text, node);
    const [first] = children(node, "arguments");
    if (name === "GROUPING") found.push({ node, is: "grouping", text: own, key: first ? slice(text, first) : "" });
    else if (!whole.has(node) && keys.has(own)) found.push({ node, is: "key", text: own, key: own });
    else if (AGGREGATES.has(name)) found.push({ node, is: "aggregate", text: own, key: "" });
    else if (window) todo.push(...below(window), ...below(node).filter((part) => part !== window));
    else if (node.kind !== "ExpressionSubquery") todo.push(...below(node));
  }
  return found;
}

/** The text of a clause with changes of the whole text. */
function changed(clause: Tree, edits: readonly Edit[], text: string): string {
  const own = edits.filter(({ start, end }) => clause.start <= start && end <= clause.end);
  const local = own.map((edit) => ({ ...edit, start: edit.start - clause.start, end: edit.end - clause.start }));
  return edited(slice(text, clause), local).text;
}

/** The name that a column has by itself, which it would lose. */
function nameFor(node: Tree, clause: Tree | undefined): string {
  const column = children(clause, "columns").find((item) => child(item, "expression") === node);
  const name = namesOf(node).at(-1);
  return column && name !== undefined && node.kind !== "FunctionCall" && !child(column, "alias")
    ? ` AS ${quoted(name)}`
    : "";
}

const AGGREGATES: ReadonlySet<string> = new Set(
  `ANY_VALUE ARRAY_AGG ARRAY_CONCAT_AGG AVG BIT_AND BIT_OR BIT_XOR COUNT COUNTIF LOGICAL_AND LOGICAL_OR MAX MIN STRING_AGG SUM
  CORR COVAR_POP COVAR_SAMP STDDEV STDDEV_POP STDDEV_SAMP VARIANCE VAR_POP VAR_SAMP APPROX_COUNT_DISTINCT APPROX_QUANTILES`.split(
    /\s+/,
  ),
);
