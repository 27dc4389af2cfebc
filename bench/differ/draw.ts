import { isMap } from "@avocet/core/backend";
import * as ir from "@avocet/core/ir";
import type { DType } from "avocet";
import { AvocetError } from "avocet";
import type { Material } from "./material.js";
import { key, shapeOf } from "./material.js";
import type { Random } from "./random.js";

const ROWS = 12;

/** A table of a column of each dtype, and some more rows of values that the cases have. */
export function drawTable({ literals, dtypes }: Material, random: Random): ir.MemTable {
  const kinds = [...literals.keys()].filter((of) => of !== "null").sort();
  const schema = new Map<string, DType>();
  const columns: (readonly ir.Literal["value"][])[] = [];
  for (const [i, of] of kinds.entries()) {
    const dtype = dtypes.get(of);
    const values = literals.get(of) ?? [];
    if (!dtype) continue;
    schema.set(`c${i}`, { ...dtype, nullable: true });
    columns.push(Array.from({ length: ROWS }, () => (random.chance(0.1) ? null : random.pick(values).value)));
  }
  schema.set("row", { kind: "int64", nullable: false });
  columns.push(Array.from({ length: ROWS }, (_, i) => i));
  return ir.memtable("t", schema, columns);
}

/** A table of the columns alone that a value has, and that value over it. */
export function narrowed(value: ir.Value, table: ir.MemTable): { value: ir.Value; table: ir.MemTable } {
  const used = new Set(ir.postorder([value]).flatMap((node) => (node.type === "field" ? [node.name] : [])));
  const kept = [...table.schema].flatMap(([name, dtype], i) =>
    used.has(name) || name === "row" ? [{ name, dtype, cells: table.columns[i] ?? [] }] : [],
  );
  const narrow = ir.memtable(
    "t",
    new Map(kept.map(({ name, dtype }) => [name, dtype])),
    kept.map(({ cells }) => cells),
  );
  return { table: narrow, value: moved(value, narrow) };
}

/** A value over the columns of the same names of another relation. */
export const moved = (value: ir.Value, to: ir.Relation): ir.Value =>
  ir.rewrite(value, (node) => (node.type === "field" ? ir.field(to, node.name) : node));

/** A value of a dtype, over the columns of a table. */
export function draw(of: string, depth: number, table: ir.MemTable, material: Material, random: Random): ir.Value {
  const operations = material.operations.get(of) ?? [];
  if (depth > 0 && operations.length > 0 && random.chance(0.85)) {
    const template = random.pick(operations);
    const made = filled(template, depth, table, material, random);
    if (made) return made;
  }
  const columns = [...table.schema].filter(([, dtype]) => key(dtype) === of);
  if (columns.length > 0 && random.chance(0.8)) return ir.field(table, random.pick(columns)[0]);
  const literals = material.literals.get(of) ?? [];
  const [any] = columns;
  const dtype = material.dtypes.get(of);
  if (literals.length > 0) return random.pick(literals);
  if (any) return ir.field(table, any[0]);
  return dtype ? ir.canonicalLiteral(null, { ...dtype, nullable: true }) : ir.nullLiteral();
}

/** The operation of other values; some that are literals stay, as they may have to be. Null where the catalogue refuses them. */
function filled(template: ir.Op, depth: number, table: ir.MemTable, material: Material, random: Random): ir.Op | null {
  const readers = material.readers.get(shapeOf(template));
  if (readers && random.chance(0.8)) return random.pick(readers);
  if (template.op === "MapConstruct") return mapped(template, depth, table, material, random);
  const args: Record<string, unknown> = {};
  const other = (value: ir.Value): ir.Value =>
    value.type === "literal" && random.chance(0.5) ? value : draw(key(value.dtype), depth - 1, table, material, random);
  for (const [name, spec] of Object.entries(ir.specOf(template.op).args)) {
    const given = template.args[name];
    if (given === undefined) continue;
    if (spec.kind === "value" || spec.kind === "optional")
      args[name] = other(given as ir.Value); // as the catalogue says
    else if (spec.kind === "values") args[name] = (given as readonly ir.Value[]).map(other);
    else args[name] = given;
  }
  try {
    const made = ir.makeOp(template.op, args);
    // A lambda may hold columns of the case that it comes from.
    const own = ir.postorder([made]).every((node) => node.type !== "field" || node.relation === table);
    return own && key(made.dtype) === key(template.dtype) ? made : null;
  } catch (error) {
    if (error instanceof AvocetError) return null;
    throw error;
  }
}

/** A map of as many values as keys, of which none is there twice: any other arrays are an error. */
function mapped(template: ir.Op, depth: number, table: ir.MemTable, material: Material, random: Random): ir.Op | null {
  const { dtype } = template;
  if (!isMap(dtype)) return null;
  const known = (material.literals.get(key(dtype.key)) ?? []).filter(({ value }) => value !== null);
  const keys = new Set<ir.Value>();
  for (let i = random.below(4); i >= 0 && known.length > 0; i--) keys.add(random.pick(known));
  const values = [...keys].map(() => draw(key(dtype.value), depth - 1, table, material, random));
  if (keys.size === 0) return null;
  return ir.makeOp("MapConstruct", {
    keys: ir.makeOp("ArrayConstruct", { args: [...keys] }),
    values: ir.makeOp("ArrayConstruct", { args: values }),
  });
}
