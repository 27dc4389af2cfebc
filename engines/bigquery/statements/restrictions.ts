import { invalidQuery } from "../api-error.js";
import { allNodes, child, children, isSet, namesOf, stringField, type Tree } from "../googlesql/syntax.js";

// Statements that BigQuery refuses although the analyzer accepts them.

/** Window functions without a frame. */
const WITHOUT_FRAME: ReadonlySet<string> = new Set([
  "ROW_NUMBER",
  "RANK",
  "DENSE_RANK",
  "PERCENT_RANK",
  "CUME_DIST",
  "NTILE",
  "LAG",
  "LEAD",
  "PERCENTILE_CONT",
  "PERCENTILE_DISC",
]);

/** Throws for a statement that BigQuery would refuse. */
export function checkRestrictions(tree: Tree): void {
  for (const node of allNodes(tree)) {
    if (node.kind === "FunctionCall") checkOrder(node, "aggregate functions");
    if (node.kind === "AnalyticFunctionCall") checkWindow(node);
    if (node.kind === "Join") checkJoin(node);
  }
}

// https://github.com/tobymao/sqlglot/pull/4172 and https://github.com/tobymao/sqlglot/issues/4478 quote these messages.
function checkOrder(node: Tree, clause: string): void {
  for (const item of children(child(node, "orderBy"), "orderingExpressions")) {
    const nulls = child(item, "nullOrder");
    if (!nulls) continue;
    const [isDescending, nullsFirst] = [stringField(item, "orderingSpec") === "DESC", isSet(nulls, "nullsFirst")];
    if (isDescending && nullsFirst)
      throw invalidQuery(`NULLS FIRST not supported with descending sort order in ${clause}.`);
    if (!isDescending && !nullsFirst)
      throw invalidQuery(`NULLS LAST not supported with ascending sort order in ${clause}.`);
  }
}

function checkWindow(node: Tree): void {
  const window = child(node, "windowSpec");
  const name = namesOf(child(child(node, "expression"), "function"))[0]?.toUpperCase() ?? "";
  if (!window || WITHOUT_FRAME.has(name)) return;
  const unit = stringField(child(window, "windowFrame"), "frameUnit") ?? "RANGE";
  if (unit === "RANGE") checkOrder(window, "RANGE clauses of analytic functions");
}

/** Outer joins require an equality in their condition, except joins with UNNEST. */
function checkJoin(node: Tree): void {
  const type = stringField(node, "joinType");
  if (type !== "LEFT" && type !== "RIGHT" && type !== "FULL") return;
  if (child(node, "usingClause") || child(child(node, "rhs"), "unnestExpr")) return;
  const condition = child(child(node, "onClause"), "expression");
  if (!condition || conjuncts(condition).some(isEquality)) return;
  throw invalidQuery(
    `${type} OUTER JOIN cannot be used without a condition that is an equality of fields from both sides of the join.`,
  );
}

function conjuncts(condition: Tree): readonly Tree[] {
  const conditions: Tree[] = [condition];
  for (let i = 0; i < conditions.length; i++) {
    const node = conditions[i];
    if (node?.kind === "AndExpr") conditions.push(...children(node, "conjuncts"));
  }
  return conditions;
}
const isEquality = (node: Tree): boolean =>
  node.kind === "BinaryExpression" &&
  (stringField(node, "op") === "EQ" || (stringField(node, "op") === "DISTINCT" && isSet(node, "isNot")));
