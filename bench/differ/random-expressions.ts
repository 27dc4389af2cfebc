import { isMap } from "@avocet/core/backend";
import * as ir from "@avocet/core/ir";
import type { DType } from "avocet";
import { AvocetError } from "avocet";
import type { ExpressionPool } from "./expression-pool.js";
import { keyOf, shapeOf } from "./expression-pool.js";
import type { Random } from "./random.js";

const ROWS = 12;

/** Builds a table with a nullable column of each dtype, filled with random literals of the conformance cases. */
export function drawTable({ literals, dtypes }: ExpressionPool, random: Random): ir.MemTable {
  const dtypeKeys = [...literals.keys()].filter((of) => of !== "null").sort();
  const schema = new Map<string, DType>();
  const columns: (readonly ir.Literal["value"][])[] = [];
  for (const [i, dtypeKey] of dtypeKeys.entries()) {
    const dtype = dtypes.get(dtypeKey);
    const values = literals.get(dtypeKey) ?? [];
    if (!dtype) continue;
    schema.set(`c${i}`, { ...dtype, nullable: true });
    columns.push(Array.from({ length: ROWS }, () => (random.chance(0.1) ? null : random.pick(values).value)));
  }
  schema.set("row", { kind: "int64", nullable: false });
  columns.push(Array.from({ length: ROWS }, (_, i) => i));
  return ir.memtable("t", schema, columns);
}

/** Drops the columns that a value does not use; returns the smaller table and the value over it. */
export function pruneTable(value: ir.Value, table: ir.MemTable): { value: ir.Value; table: ir.MemTable } {
  const usedNames = new Set(ir.postorder([value]).flatMap((node) => (node.type === "field" ? [node.name] : [])));
  const columns = [...table.schema].flatMap(([name, dtype], i) =>
    usedNames.has(name) || name === "row" ? [{ name, dtype, cells: table.columns[i] ?? [] }] : [],
  );
  const pruned = ir.memtable(
    "t",
    new Map(columns.map(({ name, dtype }) => [name, dtype])),
    columns.map(({ cells }) => cells),
  );
  return { table: pruned, value: rebase(value, pruned) };
}

/** Replaces the column references of a value with the columns of the same names of another relation. */
export const rebase = (value: ir.Value, relation: ir.Relation): ir.Value =>
  ir.rewrite(value, (node) => (node.type === "field" ? ir.field(relation, node.name) : node));

/** Builds a random value of a dtype over the columns of a table, at most `depth` operations deep. */
export function drawValue(
  dtypeKey: string,
  depth: number,
  table: ir.MemTable,
  material: ExpressionPool,
  random: Random,
): ir.Value {
  const operations = material.operations.get(dtypeKey) ?? [];
  if (depth > 0 && operations.length > 0 && random.chance(0.85)) {
    const template = random.pick(operations);
    const operation = fillTemplate(template, depth, table, material, random);
    if (operation) return operation;
  }
  const columns = [...table.schema].filter(([, dtype]) => keyOf(dtype) === dtypeKey);
  if (columns.length > 0 && random.chance(0.8)) return ir.field(table, random.pick(columns)[0]);
  const literals = material.literals.get(dtypeKey) ?? [];
  const [firstColumn] = columns;
  const dtype = material.dtypes.get(dtypeKey);
  if (literals.length > 0) return random.pick(literals);
  if (firstColumn) return ir.field(table, firstColumn[0]);
  return dtype ? ir.canonicalLiteral(null, { ...dtype, nullable: true }) : ir.nullLiteral();
}

/**
 * Builds the operation of a template with random arguments. Keeps some literals, because some operations accept only
 * these. Null if the operation does not accept the arguments.
 */
function fillTemplate(
  template: ir.Op,
  depth: number,
  table: ir.MemTable,
  material: ExpressionPool,
  random: Random,
): ir.Op | null {
  const parsers = material.parsers.get(shapeOf(template));
  if (parsers && random.chance(0.8)) return random.pick(parsers);
  if (template.op === "MapConstruct") return drawMap(template, depth, table, material, random);
  const args: Record<string, unknown> = {};
  const replaceArg = (value: ir.Value): ir.Value =>
    value.type === "literal" && random.chance(0.5)
      ? value
      : drawValue(keyOf(value.dtype), depth - 1, table, material, random);
  for (const [name, spec] of Object.entries(ir.specOf(template.op).args)) {
    const arg = template.args[name];
    if (arg === undefined) continue;
    if (spec.kind === "value" || spec.kind === "optional")
      args[name] = replaceArg(arg as ir.Value); // the spec's kind says so
    else if (spec.kind === "values") args[name] = (arg as readonly ir.Value[]).map(replaceArg);
    else args[name] = arg;
  }
  try {
    const operation = ir.makeOp(template.op, args);
    // A lambda may refer to columns of the conformance case that it comes from.
    const usesOnlyTable = ir.postorder([operation]).every((node) => node.type !== "field" || node.relation === table);
    return usesOnlyTable && keyOf(operation.dtype) === keyOf(template.dtype) ? operation : null;
  } catch (error) {
    if (error instanceof AvocetError) return null;
    throw error;
  }
}

/** Builds a map from arrays of the same length with distinct keys; engines reject all others. */
function drawMap(
  template: ir.Op,
  depth: number,
  table: ir.MemTable,
  material: ExpressionPool,
  random: Random,
): ir.Op | null {
  const { dtype } = template;
  if (!isMap(dtype)) return null;
  const keyLiterals = (material.literals.get(keyOf(dtype.key)) ?? []).filter(({ value }) => value !== null);
  const keys = new Set<ir.Value>();
  for (let i = random.nextInt(4); i >= 0 && keyLiterals.length > 0; i--) keys.add(random.pick(keyLiterals));
  const values = [...keys].map(() => drawValue(keyOf(dtype.value), depth - 1, table, material, random));
  if (keys.size === 0) return null;
  return ir.makeOp("MapConstruct", {
    keys: ir.makeOp("ArrayConstruct", { args: [...keys] }),
    values: ir.makeOp("ArrayConstruct", { args: values }),
  });
}
