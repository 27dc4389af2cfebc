// The operations and literals of the conformance cases, from which random expressions are built.
import { groups } from "@avocet/conformance";
import * as ir from "@avocet/core/ir";
import type { DType } from "avocet";
import { parseDType, printDType } from "avocet";

/** The printed dtype without nullability, as a key. */
export const keyOf = (dtype: DType): string => printDType(dtype).replaceAll("!", "");

/**
 * Operations whose value differs between engines or runs, that refer to physical storage, or whose result size is an
 * argument.
 */
const EXCLUDED_OPERATIONS = new Set([
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

/** The building blocks of random expressions, by dtype key. */
export interface ExpressionPool {
  /** Operations by the dtype that they return. */
  readonly operations: ReadonlyMap<string, readonly ir.Op[]>;
  readonly literals: ReadonlyMap<string, readonly ir.Literal[]>;
  readonly dtypes: ReadonlyMap<string, DType>;
  /** Operations that parse text, with the texts of the cases: they fail on most other text. */
  readonly parsers: ReadonlyMap<string, readonly ir.Op[]>;
}
/** Operations that parse text; their format arguments belong to the text. */
const PARSER_OPERATIONS = new Set(["Cast", "StringToDate", "StringToTimestamp", "StringToTime", "JSONParse"]);

/** Collects the building blocks from the conformance cases. */
export function expressionPool(): ExpressionPool {
  const operations = new Map<string, Map<string, ir.Op>>();
  const literals = new Map<string, Set<ir.Literal>>();
  const dtypes = new Map<string, DType>();
  const parsers = new Map<string, ir.Op[]>();
  for (const node of caseNodes()) {
    const dtypeKey = keyOf(node.dtype);
    dtypes.set(dtypeKey, parseDType(dtypeKey)); // nullable at any depth: the cases have values of both kinds
    if (node.type === "literal") literals.set(dtypeKey, (literals.get(dtypeKey) ?? new Set()).add(node));
    if (node.type !== "op" || EXCLUDED_OPERATIONS.has(node.op) || ir.specOf(node.op).role !== "elementwise") continue;
    const shapes = operations.get(dtypeKey) ?? new Map<string, ir.Op>();
    shapes.set(shapeOf(node), node);
    operations.set(dtypeKey, shapes);
    for (const parser of parserVariants(node)) {
      const shape = shapeOf(node);
      parsers.set(shape, [...(parsers.get(shape) ?? []), parser]);
    }
  }
  return {
    operations: new Map([...operations].map(([dtypeKey, shapes]) => [dtypeKey, [...shapes.values()]])),
    literals: new Map([...literals].map(([dtypeKey, values]) => [dtypeKey, [...values]])),
    dtypes,
    parsers,
  };
}

/** Variants of an operation that parses text: one for each text of its conformance case. */
function parserVariants(node: ir.Op): readonly ir.Op[] {
  const textArg = ir.childrenOf(node)[0];
  if (!PARSER_OPERATIONS.has(node.op) || (textArg?.type !== "literal" && textArg?.type !== "field")) return [];
  if (textArg.dtype.kind !== "string") return [];
  if (textArg.type === "literal") return [node];
  const { relation, name } = textArg;
  if (relation.type !== "memtable") return [];
  const cells = relation.columns[[...relation.schema.keys()].indexOf(name)] ?? [];
  return cells.map((cell) => ir.makeOp(node.op, { ...node.args, arg: ir.canonicalLiteral(cell, textArg.dtype) }));
}

function caseNodes(): readonly (ir.Op | ir.Literal)[] {
  const relations = groups
    .flatMap(({ cases }) => cases)
    .flatMap((testCase) => (testCase.kind === "rows" ? ir.reachableRelations(testCase.table.relation) : []));
  const cells = relations.flatMap((r) =>
    r.type === "memtable"
      ? [...r.schema.values()].flatMap((dtype, i) =>
          (r.columns[i] ?? []).map((value) => ir.canonicalLiteral(value, dtype)),
        )
      : [],
  );
  const values = ir.postorder(relations.flatMap((r) => ir.valuesOf(r)));
  return [...cells, ...values.filter((node) => node.type === "op" || node.type === "literal")];
}

/** A key that is equal for operations that differ only in the values of their arguments. */
export function shapeOf(node: ir.Op): string {
  // The kind of the argument's spec implies the asserted types.
  const argShapes = Object.entries(ir.specOf(node.op).args).map(([name, spec]) => {
    const arg = node.args[name];
    if (arg === undefined) return "-";
    if (spec.kind === "value" || spec.kind === "optional") return keyOf((arg as ir.Value).dtype);
    if (spec.kind === "values") return (arg as readonly ir.Value[]).map((v) => keyOf(v.dtype)).join();
    return spec.kind === "option" ? JSON.stringify(arg) : spec.kind;
  });
  return [node.op, ...argShapes].join(" ");
}
