import { printDType } from "../dtype/print.js";
import type { Entries, Fields, Join, Relation } from "../ir/relation.js";
import type { Names } from "./value.js";
import { printValue } from "./value.js";

const JOIN_NAMES: Readonly<Record<Join["how"], string>> = {
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

/** One relation: its heading, then what belongs to it, indented by two. */
export function printRelation(r: Relation, names: Names): string {
  const ref = names.relation;
  const value = (v: Parameters<typeof printValue>[0]): string => printValue(v, names);
  switch (r.type) {
    case "table": {
      const path = [r.catalog, r.database, r.name].filter((part) => part !== null).join(".");
      return lines(`DatabaseTable: ${path}`, schemaLines(r.schema));
    }
    case "memtable":
      return lines(`InMemoryTable: ${r.name} (${r.columns[0]?.length ?? 0} rows)`, schemaLines(r.schema));
    case "sql": {
      const text = r.text.replaceAll(/\s+/g, " ").trim();
      return lines("SQLQuery", [
        "query:",
        `  ${text.length > 80 ? `${text.slice(0, 80)} …` : text}`,
        "schema:",
        ...schemaLines(r.schema).map((l) => `  ${l}`),
      ]);
    }
    case "selfReference":
      return `SelfReference[${ref(r.parent)}]`;
    case "alias":
      return `Alias[${ref(r.parent)}, name=${r.name}]`;
    case "selection":
      return lines(`Selection[${ref(r.parent)}]`, block("selections", r.values, names));
    case "filter":
      return lines(`Filter[${ref(r.parent)}]`, r.predicates.map(value));
    case "sort":
      return lines(
        `Sort[${ref(r.parent)}]`,
        r.keys.map(
          (k) => `${k.descending ? "desc" : "asc"} ${value(k.value)}${k.nulls === "first" ? " nulls first" : ""}`,
        ),
      );
    case "limit":
      return `Limit[${[ref(r.parent), ...(r.n === null ? [] : [`n=${r.n}`]), ...(r.offset ? [`offset=${r.offset}`] : [])].join(", ")}]`;
    case "aggregation":
      return lines(`Aggregation[${ref(r.parent)}]`, [
        ...block("metrics", r.metrics, names),
        ...block("by", r.by, names),
        ...(r.sets ? ["sets:", ...r.sets.map((set) => `  (${set.join(", ")})`)] : []),
      ]);
    case "join":
      return printJoin(r, names);
    case "setOperation": {
      const name = { union: "Union", intersect: "Intersection", difference: "Difference" }[r.how];
      const shown =
        r.operands.length > 20
          ? [...r.operands.slice(0, 10).map(ref), "…", ...r.operands.slice(-9).map(ref)]
          : r.operands.map(ref);
      return `${name}[${[...shown, `distinct=${r.distinct}`].join(", ")}]`;
    }
    case "distinct":
      return `Distinct[${ref(r.parent)}]`;
    case "unnest":
      return lines(`Unnest[${ref(r.parent)}]`, [
        `${r.name}: ${value(r.column)}`,
        ...(r.offset === null ? [] : [`offset: ${r.offset}`]),
        ...(r.keepEmpty ? ["keepEmpty: true"] : []),
      ]);
    case "sample":
      return `Sample[${[ref(r.parent), `fraction=${r.fraction}`, `method=${r.method}`, ...(r.seed === null ? [] : [`seed=${r.seed}`])].join(", ")}]`;
    case "recursion":
      return lines(`Recursion[${r.name}]`, [
        `base: ${ref(r.base)}`,
        `step: ${ref(r.step)}`,
        ...(r.distinct ? ["distinct: true"] : []),
      ]);
    case "recursiveReference":
      return lines(`RecursiveReference: ${r.name}`, schemaLines(r.schema));
  }
}

function printJoin(r: Join, names: Names): string {
  const heading = `${JOIN_NAMES[r.how]}[${names.relation(r.left)}, ${names.relation(r.right)}]`;
  const [first, ...rest] = r.predicates.map((p) => printValue(p, names));
  if (first === undefined) return heading;
  if (rest.length === 0) return `${heading} ${first}`;
  return lines(heading, ["predicates:", ...[first, ...rest].map((p) => `  ${p}`)]);
}

const lines = (heading: string, body: readonly string[]): string =>
  [heading, ...body.map((line) => `  ${line}`)].join("\n");

function schemaLines(schema: Fields): string[] {
  const width = Math.max(0, ...[...schema.keys()].map((name) => name.length));
  return [...schema].map(([name, dtype]) => `${name.padEnd(width)} ${printDType(dtype)}`);
}

function block(title: string, entries: Entries, names: Names): string[] {
  if (entries.size === 0) return [];
  const width = Math.max(...[...entries.keys()].map((name) => name.length)) + 1;
  return [
    `${title}:`,
    ...[...entries].map(([name, value]) => `  ${`${name}:`.padEnd(width)} ${printValue(value, names)}`),
  ];
}
