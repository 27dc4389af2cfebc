import { ir, isInteger } from "@avocet/core";
import type { Sql } from "../sql/expr.js";
import type { Block } from "./block.js";
import { isBare, isLimited } from "./block.js";
import { baseName, isFree } from "./free.js";
import { hidesGroups, hidesWindow, lifted } from "./lift.js";
import type { Lowering, Outer } from "./lower.js";
import { substitutable } from "./substitute.js";
import type { Memo } from "./value.js";
import { lowerValue } from "./value.js";

/** Columns computed from each row: written out in the SELECT that is there, or in one of their own above it. */
export function project(low: Lowering, given: Block, r: ir.Selection, outer: Outer): Block {
  const values = [...r.values].filter(([name]) => low.isNeeded(r, name)).map(([, value]) => value);
  const block = projectable(given, r, values) ? given : low.wrap(given, baseName(r.parent), isFree(r.parent));
  const columns = projected(low, block, r, outer);
  if (![...columns.values()].some((sql) => hidesWindow(sql) || hidesGroups(sql, block))) return { ...block, columns };
  const whole = isLimited(block) || block.distinct;
  const ready = whole ? low.wrap(block, baseName(r.parent), isFree(r.parent)) : block;
  return lifted(low, ready, projected(low, ready, r, outer), baseName(r.parent), isFree(r.parent));
}
function projected(low: Lowering, block: Block, r: ir.Selection, outer: Outer): Map<string, Sql> {
  const scope = low.scope([[r.parent, block]], outer);
  const memo: Memo = new Map();
  const columns = new Map<string, Sql>();
  for (const [name, value] of r.values) {
    if (!low.isNeeded(r, name)) continue;
    columns.set(name, asColumn(low, value, lowerValue(value, scope, memo)));
  }
  return columns;
}
/** A bare number has whatever width the engine gives it; as a column it has its dtype. */
export const asColumn = (low: Lowering, value: ir.Value, sql: Sql): Sql =>
  value.type === "literal" && value.value !== null && isInteger(value.dtype) ? low.dialect.cast(sql, value.dtype) : sql;
function projectable(block: Block, r: ir.Selection, values: readonly ir.Value[]): boolean {
  if (block.distinct && !(new Set(values).size === block.columns.size && values.every((v) => v.type === "field")))
    return false;
  const windows = values.some((v) => ir.hasTrait(v, ir.Trait.window));
  if (windows && (isLimited(block) || block.qualify.length > 0 || block.distinct)) return false;
  if (values.some((v) => ir.hasTrait(v, ir.Trait.subquery)) && !(isBare(block) && block.groupBy === null)) return false;
  return substitutable(block, r.parent, values);
}
