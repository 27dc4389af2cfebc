import { below, child, children, everything, flag, namesOf, type Tree } from "../googlesql/syntax.js";
import { type Edit, edited, slice } from "../googlesql/text.js";

// The executor groups by one set of keys only. A query with several becomes the union of one query for each set, where the keys that
// are not in the set are NULL.

/** The change that makes the outermost query with grouping sets one without; null where there is none. */
export function groupingSetEdit(tree: Tree, text: string): Edit | null {
  for (const select of everything(tree)) {
    if (select.kind !== "Select") continue;
    const items = children(child(select, "groupBy"), "groupingItems");
    if (!items.some((item) => SEVERAL.some((kind) => child(item, kind)))) continue;
    const parts = setsOf(items).map((set) => `(${withKeys(select, set, allKeys(items, text), text)})`);
    return { start: select.start, end: select.end, text: `(${parts.join("\nUNION ALL\n")})` };
  }
  return null;
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

/** A query grouped by one set of its keys. */
function withKeys(select: Tree, set: Keys, all: ReadonlySet<string>, text: string): string {
  const there = [...new Set(set.map((key) => slice(text, key)))];
  const missing = new Set([...all].filter((key) => !there.includes(key)));
  const groupBy = child(select, "groupBy");
  const having = child(select, "having");
  const edits: Edit[] = [];
  for (const part of [child(select, "selectList"), having]) if (part) edits.push(...replacements(part, missing, text));
  if (groupBy)
    edits.push({
      start: groupBy.start,
      end: groupBy.end,
      text: there.length > 0 ? `GROUP BY ${there.join(", ")}` : "GROUP BY ()",
    });
  const local = edits.map((edit) => ({ ...edit, start: edit.start - select.start, end: edit.end - select.start }));
  return edited(slice(text, select), local).text;
}

/** Missing keys as NULL of their type, and GROUPING as a number; arguments of aggregates see the rows as they are. */
function replacements(part: Tree, missing: ReadonlySet<string>, text: string): readonly Edit[] {
  const edits: Edit[] = [];
  const todo: Tree[] = [part];
  for (let node = todo.pop(); node; node = todo.pop()) {
    const here = slice(text, node);
    const name = node.kind === "FunctionCall" ? (namesOf(child(node, "function")).at(-1)?.toUpperCase() ?? "") : "";
    if (name === "GROUPING") {
      const key = children(node, "arguments")[0];
      edits.push({ start: node.start, end: node.end, text: key && missing.has(slice(text, key)) ? "1" : "0" });
    } else if (node.kind !== "SelectColumn" && missing.has(here)) {
      edits.push({
        start: node.start,
        end: node.end,
        text: `ANY_VALUE(IF(FALSE, ${here}, NULL))${nameFor(node, part)}`,
      });
    } else if (!AGGREGATES.has(name)) todo.push(...below(node));
  }
  return edits;
}

/** The name that a column has by itself, which it would lose. */
function nameFor(node: Tree, part: Tree): string {
  const column = children(part, "columns").find(({ start, end }) => start === node.start && end === node.end);
  const name = namesOf(node).at(-1);
  return column && name !== undefined && !flag(column, "alias") && !child(column, "alias") ? ` AS \`${name}\`` : "";
}

const AGGREGATES: ReadonlySet<string> = new Set(
  `ANY_VALUE ARRAY_AGG ARRAY_CONCAT_AGG AVG BIT_AND BIT_OR BIT_XOR COUNT COUNTIF LOGICAL_AND LOGICAL_OR MAX MIN STRING_AGG SUM
  CORR COVAR_POP COVAR_SAMP STDDEV STDDEV_POP STDDEV_SAMP VARIANCE VAR_POP VAR_SAMP APPROX_COUNT_DISTINCT APPROX_QUANTILES`.split(
    /\s+/,
  ),
);
