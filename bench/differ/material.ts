// What random expressions are made of: the operations and literals that the cases of the conformance suite have.
import { groups } from "@avocet/conformance";
import * as ir from "@avocet/core/ir";
import type { DType } from "avocet";
import { parseDType, printDType } from "avocet";

/** A dtype without its nullability, as a key. */
export const key = (dtype: DType): string => printDType(dtype).replaceAll("!", "");

/** Operations that give another value on each engine or run, that name a physical thing, or whose size follows from a number. */
const LEFT_OUT = new Set([
  ...[
    "Hash",
    "TypeOf",
    "RowId",
    "Random",
    "RandomUUID",
    "Now",
    "Today",
    "Unnest",
    "Grouping",
    "ScalarUdf",
    "AggregateUdf",
  ],
  ...["Repeat", "LPad", "RPad", "ArrayRepeat", "Range", "TimestampRange", "DateRange"],
]);

export interface Material {
  /** Operations by the dtype that they give. */
  readonly operations: ReadonlyMap<string, readonly ir.Op[]>;
  readonly literals: ReadonlyMap<string, readonly ir.Literal[]>;
  readonly dtypes: ReadonlyMap<string, DType>;
  /** Operations that read text, as the cases have them: most other text they cannot read. */
  readonly readers: ReadonlyMap<string, readonly ir.Op[]>;
}
/** What reads text; its other arguments say how, and belong to the text. */
const READERS = new Set(["Cast", "StringToDate", "StringToTimestamp", "StringToTime", "JSONParse"]);

export function material(): Material {
  const operations = new Map<string, Map<string, ir.Op>>();
  const literals = new Map<string, Set<ir.Literal>>();
  const dtypes = new Map<string, DType>();
  const readers = new Map<string, ir.Op[]>();
  for (const node of nodes()) {
    const of = key(node.dtype);
    dtypes.set(of, parseDType(of)); // NULL is allowed at any depth, as the values come from cases of either kind
    if (node.type === "literal") literals.set(of, (literals.get(of) ?? new Set()).add(node));
    if (node.type !== "op" || LEFT_OUT.has(node.op) || ir.specOf(node.op).role !== "elementwise") continue;
    const shapes = operations.get(of) ?? new Map<string, ir.Op>();
    shapes.set(shapeOf(node), node);
    operations.set(of, shapes);
    for (const reader of readings(node)) {
      const shape = shapeOf(node);
      readers.set(shape, [...(readers.get(shape) ?? []), reader]);
    }
  }
  return {
    operations: new Map([...operations].map(([of, shapes]) => [of, [...shapes.values()]])),
    literals: new Map([...literals].map(([of, found]) => [of, [...found]])),
    dtypes,
    readers,
  };
}

/** An operation that reads text, once for each text that its case has. */
function readings(node: ir.Op): readonly ir.Op[] {
  const text = ir.childrenOf(node)[0];
  if (!READERS.has(node.op) || (text?.type !== "literal" && text?.type !== "field")) return [];
  if (text.dtype.kind !== "string") return [];
  if (text.type === "literal") return [node];
  const { relation, name } = text;
  if (relation.type !== "memtable") return [];
  const cells = relation.columns[[...relation.schema.keys()].indexOf(name)] ?? [];
  return cells.map((cell) => ir.makeOp(node.op, { ...node.args, arg: ir.canonicalLiteral(cell, text.dtype) }));
}

function nodes(): readonly (ir.Op | ir.Literal)[] {
  const relations = groups
    .flatMap(({ cases }) => cases)
    .flatMap((given) => (given.kind === "rows" ? ir.reachableRelations(given.table.relation) : []));
  const memory = relations.flatMap((r) =>
    r.type === "memtable"
      ? [...r.schema.values()].flatMap((dtype, i) =>
          (r.columns[i] ?? []).map((value) => ir.canonicalLiteral(value, dtype)),
        )
      : [],
  );
  const values = ir.postorder(relations.flatMap((r) => ir.valuesOf(r)));
  return [...memory, ...values.filter((node) => node.type === "op" || node.type === "literal")];
}

/** Two operations of one shape differ in their values alone. */
export function shapeOf(node: ir.Op): string {
  const parts = Object.entries(ir.specOf(node.op).args).map(([name, spec]) => {
    const given = node.args[name];
    if (given === undefined) return "-";
    if (spec.kind === "value" || spec.kind === "optional") return key((given as ir.Value).dtype); // as the catalogue says
    if (spec.kind === "values") return (given as readonly ir.Value[]).map((v) => key(v.dtype)).join();
    return spec.kind === "option" ? JSON.stringify(given) : spec.kind;
  });
  return [node.op, ...parts].join(" ");
}
