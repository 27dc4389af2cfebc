import * as ir from "@avocet/core/ir";
import type { Dialect } from "@avocet/sql-dialects";

/** Whether an operation, of columns, is one call or operator of the engine, casts aside. */
export function isNative(node: ir.Op, dialect: Dialect): boolean {
  if ("table" in node.args) return false;
  const sql = expression(node, dialect);
  if (/\b(CASE|SELECT)\b/i.test(sql)) return false;
  const calls = sql.match(/\b(?!(?:OVER|FILTER|IN|AND|OR|NOT|AS|GROUP|BY)\b)[A-Za-z_]\w*\s*\(/gi) ?? [];
  const operators =
    sql.replaceAll(/"[^"]*"|`[^`]*`|'[^']*'/g, "x").match(/[-+*/%<>=|&~^]+|\b(AND|OR|LIKE|IN|BETWEEN)\b/g) ?? [];
  return calls.length + operators.length <= 1;
}

/** The SQL of an operation of columns, without casts. */
function expression(node: ir.Op, dialect: Dialect): string {
  const bare = ofColumns(node);
  const value = ir.specOf(node.op).role === "analytic" ? ir.window(bare, [], [], null) : bare;
  const { sql } = dialect.compile(ir.selection(fieldsOf(node), new Map([["value", value]])));
  const [, text = sql] = /^SELECT\s+([\s\S]*) AS .value.\s+FROM/.exec(sql) ?? [];
  return withoutCasts(text);
}

/** `CAST(x AS type)` as `x`, from the inside out. */
function withoutCasts(text: string): string {
  for (let before = "", now = text; ; before = now) {
    if (before === now && before !== "") return now;
    now = (before || text).replaceAll(
      /\b(?:SAFE_|TRY_)?CAST\(([^()]*) AS [A-Za-z0-9_ ]+(?:\(\d+(?:, \d+)?\))?\)/g,
      "$1",
    );
  }
}

/** The values that an operation takes, also those that it sorts by; lambdas have none but their own arguments. */
const children = (node: ir.Op): readonly ir.Value[] =>
  ir
    .childrenOfOp(node)
    .filter((child) => child.type !== "lambda")
    .map((child) => (child.type === "sortKey" ? child.value : child));
const fieldsOf = (node: ir.Op): ir.Relation =>
  ir.table("t", new Map(children(node).map((child, i) => [`a${i}`, child.dtype])));

function ofColumns(node: ir.Op): ir.Op {
  const table = fieldsOf(node);
  const columns = new Map(children(node).map((child, i) => [child, ir.field(table, `a${i}`)]));
  const replaced = ir.rewrite<ir.Value>(node, (value) => value, { enter: (value) => columns.get(value) });
  return replaced as ir.Op; // an operation of other arguments
}
