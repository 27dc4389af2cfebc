import { printDType } from "../dtype/print.js";
import type { Fields, Join, NamedValues, Relation } from "../ir/relation.js";
import type { NameResolver } from "./value.js";
import { printValue } from "./value.js";

const JOIN_NAMES: Readonly<Record<Join["kind"], string>> = {
  inner: "InnerJoin",
  left: "LeftJoin",
  right: "RightJoin",
  outer: "OuterJoin",
  semi: "LeftSemiJoin",
  anti: "LeftAntiJoin",
  cross: "CrossJoin",
  asof: "AsOfJoin",
  anyInner: "AnyInnerJoin",
  anyLeft: "AnyLeftJoin",
};

/** Prints one relation: a heading, followed by its details indented by two spaces. */
export function printRelation(relation: Relation, names: NameResolver): string {
  const refOf = names.relation;
  const valueText = (node: Parameters<typeof printValue>[0]): string => printValue(node, names);
  switch (relation.type) {
    case "table": {
      const path = [relation.catalog, relation.database, relation.name].filter((segment) => segment !== null).join(".");
      return indentLines(`DatabaseTable: ${path}`, schemaLines(relation.schema));
    }
    case "memtable":
      return indentLines(
        `InMemoryTable: ${relation.name} (${relation.columns[0]?.length ?? 0} rows)`,
        schemaLines(relation.schema),
      );
    case "sql": {
      const text = relation.text.replaceAll(/\s+/g, " ").trim();
      return indentLines("SQLQuery", [
        "query:",
        `  ${text.length > 80 ? `${text.slice(0, 80)} …` : text}`,
        "schema:",
        ...schemaLines(relation.schema).map((l) => `  ${l}`),
      ]);
    }
    case "selfReference":
      return `SelfReference[${refOf(relation.parent)}]`;
    case "alias":
      return `Alias[${refOf(relation.parent)}, name=${relation.name}]`;
    case "selection":
      return indentLines(`Selection[${refOf(relation.parent)}]`, namedValueLines("selections", relation.values, names));
    case "filter":
      return indentLines(`Filter[${refOf(relation.parent)}]`, relation.predicates.map(valueText));
    case "sort":
      return indentLines(
        `Sort[${refOf(relation.parent)}]`,
        relation.keys.map(
          (key) =>
            `${key.descending ? "desc" : "asc"} ${valueText(key.value)}${key.nulls === "first" ? " nulls first" : ""}`,
        ),
      );
    case "limit":
      return `Limit[${[refOf(relation.parent), ...(relation.n === null ? [] : [`n=${relation.n}`]), ...(relation.offset ? [`offset=${relation.offset}`] : [])].join(", ")}]`;
    case "aggregation":
      return indentLines(`Aggregation[${refOf(relation.parent)}]`, [
        ...namedValueLines("metrics", relation.metrics, names),
        ...namedValueLines("by", relation.by, names),
        ...(relation.sets ? ["sets:", ...relation.sets.map((set) => `  (${set.join(", ")})`)] : []),
      ]);
    case "join":
      return printJoin(relation, names);
    case "setOperation": {
      const name = { union: "Union", intersect: "Intersection", difference: "Difference" }[relation.kind];
      const operandRefs =
        relation.operands.length > 20
          ? [...relation.operands.slice(0, 10).map(refOf), "…", ...relation.operands.slice(-9).map(refOf)]
          : relation.operands.map(refOf);
      return `${name}[${[...operandRefs, `distinct=${relation.distinct}`].join(", ")}]`;
    }
    case "distinct":
      return `Distinct[${refOf(relation.parent)}]`;
    case "unnest":
      return indentLines(`Unnest[${refOf(relation.parent)}]`, [
        `${relation.name}: ${valueText(relation.column)}`,
        ...(relation.offset === null ? [] : [`offset: ${relation.offset}`]),
        ...(relation.keepEmpty ? ["keepEmpty: true"] : []),
      ]);
    case "sample":
      return `Sample[${[refOf(relation.parent), `fraction=${relation.fraction}`, `method=${relation.method}`, ...(relation.seed === null ? [] : [`seed=${relation.seed}`])].join(", ")}]`;
    case "recursion":
      return indentLines(`Recursion[${relation.name}]`, [
        `base: ${refOf(relation.base)}`,
        `step: ${refOf(relation.step)}`,
        ...(relation.distinct ? ["distinct: true"] : []),
      ]);
    case "recursiveReference":
      return indentLines(`RecursiveReference: ${relation.name}`, schemaLines(relation.schema));
  }
}

function printJoin(relation: Join, names: NameResolver): string {
  const heading = `${JOIN_NAMES[relation.kind]}[${names.relation(relation.left)}, ${names.relation(relation.right)}]`;
  const [first, ...otherPredicates] = relation.predicates.map((p) => printValue(p, names));
  if (first === undefined) return heading;
  if (otherPredicates.length === 0) return `${heading} ${first}`;
  return indentLines(heading, ["predicates:", ...[first, ...otherPredicates].map((p) => `  ${p}`)]);
}

const indentLines = (heading: string, body: readonly string[]): string =>
  [heading, ...body.map((line) => `  ${line}`)].join("\n");

function schemaLines(schema: Fields): string[] {
  const width = Math.max(0, ...[...schema.keys()].map((name) => name.length));
  return [...schema].map(([name, dtype]) => `${name.padEnd(width)} ${printDType(dtype)}`);
}

function namedValueLines(title: string, entries: NamedValues, names: NameResolver): string[] {
  if (entries.size === 0) return [];
  const width = Math.max(...[...entries.keys()].map((name) => name.length)) + 1;
  return [
    `${title}:`,
    ...[...entries].map(([name, valueText]) => `  ${`${name}:`.padEnd(width)} ${printValue(valueText, names)}`),
  ];
}
