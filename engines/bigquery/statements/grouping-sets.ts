import { allNodes, child, childNodes, children, isSet, namesOf, type Tree } from "../googlesql/syntax.js";
import { applyEdits, type Edit, nodeText, quoteIdentifier } from "../googlesql/text-edits.js";

// The executor supports a single grouping set. A query with several is rewritten to a query over the union of one query
// per set, in which grouping keys that are not in the set are NULL:
//   SELECT k, SUM(x) AS s, GROUPING(k) AS g … GROUP BY ROLLUP(k) QUALIFY …
// becomes
//   SELECT v0 AS k, v1 AS s, v2 AS g
//   FROM (SELECT k AS v0, SUM(x) AS v1, 0 AS v2 … GROUP BY k UNION ALL SELECT NULL, SUM(x), 1 … )
//   WHERE TRUE QUALIFY …

/** Returns the edits that rewrite the outermost query with grouping sets; empty if there is none. */
export function groupingSetEdits(tree: Tree, text: string): readonly Edit[] {
  const nodes = allNodes(tree);
  for (const select of nodes) {
    if (select.kind !== "Select") continue;
    const items = children(child(select, "groupBy"), "groupingItems");
    if (!items.some((item) => MULTI_SET_KINDS.some((kind) => child(item, kind)))) continue;
    const keys = groupingKeys(items, text);
    const order = child(
      nodes.find((node) => child(node, "queryExpr") === select),
      "orderBy",
    );
    const { values, outerQuery, edits } = buildOuterQuery(select, order, keys, text);
    const queries = combineSets(items).map((set) => buildSetQuery(select, set, keys, values, text));
    return [{ start: select.start, end: select.end, text: outerQuery(queries.join("\nUNION ALL\n")) }, ...edits];
  }
  return [];
}

const MULTI_SET_KINDS = ["groupingSetList", "rollup", "cube"] as const;
type Keys = readonly Tree[];

/** Combines the sets of the items: their cross product. */
function combineSets(items: readonly Tree[]): readonly Keys[] {
  return items.reduce<readonly Keys[]>(
    (sets, item) => sets.flatMap((set) => setsOfItem(item).map((itemSet) => [...set, ...itemSet])),
    [[]],
  );
}

function setsOfItem(item: Tree): readonly Keys[] {
  const single = child(item, "expression");
  const list = child(item, "groupingSetList");
  if (list) return children(list, "groupingSets").flatMap(setsOfGroupingSet);
  return single ? [keysFromExpression(single)] : setsOfGroupingSet(item);
}
function setsOfGroupingSet(set: Tree): readonly Keys[] {
  const [rollup, cube, expression] = [child(set, "rollup"), child(set, "cube"), child(set, "expression")];
  if (rollup) {
    const keyLists = children(rollup, "expressions").map(keysFromExpression);
    return [...keyLists.map((_, i) => keyLists.slice(0, keyLists.length - i).flat()), []];
  }
  if (cube) {
    const keyLists = children(cube, "expressions").map(keysFromExpression);
    return Array.from({ length: 2 ** keyLists.length }, (_, bits) =>
      keyLists.filter((_keys, i) => ((bits >> i) & 1) === 0).flat(),
    );
  }
  return [expression ? keysFromExpression(expression) : []];
}
const keysFromExpression = (expression: Tree): Keys =>
  expression.kind === "StructConstructorWithParens" ? children(expression, "fieldExpressions") : [expression];

const groupingKeys = (items: readonly Tree[], text: string): ReadonlySet<string> =>
  new Set(combineSets(items).flatMap((set) => set.map((key) => nodeText(text, key))));

/** An expression of a clause that depends on the grouping set. */
interface GroupedExpression {
  readonly node: Tree;
  readonly kind: "key" | "grouping" | "aggregate";
  readonly text: string;
  /** The argument of a GROUPING call. */
  readonly key: string;
}
/** An expression that the outer query reads from the inner ones by name. */
interface NamedExpression extends GroupedExpression {
  readonly name: string;
}

/** Builds the outer query, the expressions that it reads from the inner queries, and the edits of its ORDER BY. */
function buildOuterQuery(select: Tree, order: Tree | undefined, keys: ReadonlySet<string>, text: string) {
  const values = new Map<string, NamedExpression>();
  const edits: Edit[] = [];
  const clauses = [child(select, "selectList"), child(select, "qualify"), order];
  for (const clause of clauses) {
    for (const expression of clause ? groupedExpressions(clause, keys, text) : []) {
      const value = values.get(expression.text) ?? { ...expression, name: `v${values.size}` };
      values.set(expression.text, value);
      const { start, end } = expression.node;
      edits.push({ start, end, text: value.name + implicitAlias(expression.node, clause) });
    }
  }
  const [list, qualify] = clauses.map((clause) => (clause ? applyClauseEdits(clause, edits, text) : ""));
  const distinct = isSet(select, "distinct") ? "DISTINCT " : "";
  const outerQuery = (union: string): string =>
    `SELECT ${distinct}${list} FROM (\n${union}\n) AS grouped${qualify ? ` WHERE TRUE ${qualify}` : ""}`;
  const orderEdits = edits.filter(({ start, end }) => order && order.start <= start && end <= order.end);
  return { values: [...values.values()], outerQuery, edits: orderEdits };
}

/** Builds the query of one grouping set. */
function buildSetQuery(
  select: Tree,
  set: Keys,
  keys: ReadonlySet<string>,
  values: readonly NamedExpression[],
  text: string,
): string {
  const setKeys = new Set(set.map((key) => nodeText(text, key)));
  const toSql = ({ kind, text: expression, key }: GroupedExpression): string => {
    if (kind === "key") return setKeys.has(expression) ? expression : `ANY_VALUE(IF(FALSE, ${expression}, NULL))`;
    return kind === "grouping" ? (setKeys.has(key) ? "0" : "1") : expression;
  };
  const list = values.map((value) => `${toSql(value)} AS ${value.name}`);
  const [from, where, having] = ["fromClause", "whereClause", "having"].map((name) => child(select, name));
  const havingEdits =
    having &&
    groupedExpressions(having, keys, text).map((expression) => ({
      start: expression.node.start,
      end: expression.node.end,
      text: toSql(expression),
    }));
  return [
    `SELECT ${list.length > 0 ? list.join(", ") : "COUNT(*) AS v0"}`,
    from ? nodeText(text, from) : "",
    where ? nodeText(text, where) : "",
    `GROUP BY ${setKeys.size > 0 ? [...setKeys].join(", ") : "()"}`,
    having && havingEdits ? applyClauseEdits(having, havingEdits, text) : "",
  ].join(" ");
}

/** Finds the grouping keys, GROUPING calls and aggregates of a clause, except nested ones and those in subqueries. */
function groupedExpressions(clause: Tree, keys: ReadonlySet<string>, text: string): readonly GroupedExpression[] {
  const expressions: GroupedExpression[] = [];
  const excluded = new Set([clause, ...children(clause, "columns")]);
  const pending: Tree[] = [clause];
  for (let node = pending.pop(); node; node = pending.pop()) {
    const name = node.kind === "FunctionCall" ? (namesOf(child(node, "function")).at(-1)?.toUpperCase() ?? "") : "";
    const window = node.kind === "AnalyticFunctionCall" ? child(node, "expression") : undefined;
    const expression = nodeText(text, node);
    const [first] = children(node, "arguments");
    if (name === "GROUPING")
      expressions.push({ node, kind: "grouping", text: expression, key: first ? nodeText(text, first) : "" });
    else if (!excluded.has(node) && keys.has(expression))
      expressions.push({ node, kind: "key", text: expression, key: expression });
    else if (AGGREGATES.has(name)) expressions.push({ node, kind: "aggregate", text: expression, key: "" });
    else if (window)
      pending.push(...childNodes(window), ...childNodes(node).filter((childNode) => childNode !== window));
    else if (node.kind !== "ExpressionSubquery") pending.push(...childNodes(node));
  }
  return expressions;
}

/** Applies the edits that lie in a clause. Returns the text of the clause. */
function applyClauseEdits(clause: Tree, edits: readonly Edit[], text: string): string {
  const clauseEdits = edits.filter(({ start, end }) => clause.start <= start && end <= clause.end);
  const relativeEdits = clauseEdits.map((edit) => ({
    ...edit,
    start: edit.start - clause.start,
    end: edit.end - clause.start,
  }));
  return applyEdits(nodeText(text, clause), relativeEdits).text;
}

/** Returns an AS clause with the implicit name of a column, which the rewrite would change. */
function implicitAlias(node: Tree, clause: Tree | undefined): string {
  const column = children(clause, "columns").find((item) => child(item, "expression") === node);
  const name = namesOf(node).at(-1);
  return column && name !== undefined && node.kind !== "FunctionCall" && !child(column, "alias")
    ? ` AS ${quoteIdentifier(name)}`
    : "";
}

const AGGREGATES: ReadonlySet<string> = new Set(
  `ANY_VALUE ARRAY_AGG ARRAY_CONCAT_AGG AVG BIT_AND BIT_OR BIT_XOR COUNT COUNTIF LOGICAL_AND LOGICAL_OR MAX MIN STRING_AGG SUM
  CORR COVAR_POP COVAR_SAMP STDDEV STDDEV_POP STDDEV_SAMP VARIANCE VAR_POP VAR_SAMP APPROX_COUNT_DISTINCT APPROX_QUANTILES`.split(
    /\s+/,
  ),
);
