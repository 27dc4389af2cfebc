import * as ir from "@avocet/core/ir";
import type { Dialect } from "@avocet/sql-dialects";

/** Whether an operation on columns compiles to a single call or operator, not counting casts. */
export function isNative(node: ir.Op, dialect: Dialect): boolean {
  if ("table" in node.args) return false;
  const sql = sqlWithoutCasts(node, dialect);
  if (/\b(CASE|SELECT)\b/i.test(sql)) return false;
  const calls = sql.match(/\b(?!(?:OVER|FILTER|IN|AND|OR|NOT|AS|GROUP|BY)\b)[A-Za-z_]\w*\s*\(/gi) ?? [];
  const operators =
    sql.replaceAll(/"[^"]*"|`[^`]*`|'[^']*'/g, "x").match(/[-+*/%<>=|&~^]+|\b(AND|OR|LIKE|IN|BETWEEN)\b/g) ?? [];
  return calls.length + operators.length <= 1;
}

/** Compiles an operation on columns and removes the casts. */
function sqlWithoutCasts(node: ir.Op, dialect: Dialect): string {
  const bare = withColumnArgs(node);
  const value = ir.specOf(node.op).role === "analytic" ? ir.window(bare, [], [], null) : bare;
  const { sql } = dialect.compile(ir.selection(fieldsOf(node), new Map([["value", value]])));
  const [, text = sql] = /^SELECT\s+([\s\S]*) AS .value.\s+FROM/.exec(sql) ?? [];
  return removeCasts(text);
}

/** Replaces `CAST(x AS type)` with `x`, from the inside out. */
function removeCasts(text: string): string {
  for (let previous = "", current = text; ; previous = current) {
    if (previous === current && previous !== "") return current;
    current = (previous || text).replaceAll(
      /\b(?:SAFE_|TRY_)?CAST\(([^()]*) AS [A-Za-z0-9_ ]+(?:\(\d+(?:, \d+)?\))?\)/g,
      "$1",
    );
  }
}

/** The operands of an operation, including those that it sorts by, excluding lambdas. */
const children = (node: ir.Op): readonly ir.Value[] =>
  ir
    .childrenOfOp(node)
    .filter((child) => child.type !== "lambda")
    .map((child) => (child.type === "sortKey" ? child.value : child));
const fieldsOf = (node: ir.Op): ir.Relation =>
  ir.table("t", new Map(children(node).map((child, i) => [`a${i}`, child.dtype])));

function withColumnArgs(node: ir.Op): ir.Op {
  const table = fieldsOf(node);
  const columns = new Map(children(node).map((child, i) => [child, ir.field(table, `a${i}`)]));
  const replaced = ir.rewrite<ir.Value>(node, (value) => value, { enter: (value) => columns.get(value) });
  return replaced as ir.Op; // rewrite keeps the node type
}
