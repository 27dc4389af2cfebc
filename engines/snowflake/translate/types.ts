import type { Node } from "./ast.js";
import { list, text, unknownPart, variant } from "./ast.js";
import { wordOf } from "./names.js";

/** A type of Snowflake: its canonical name, and its numbers in parentheses. */
export interface SqlType {
  readonly name: string;
  readonly args: readonly number[];
}
/** Names that stand for another, with the numbers that they bring along. */
const SYNONYMS: Readonly<Record<string, SqlType>> = {
  ...Object.fromEntries(
    ["INT", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "BYTEINT", "MEDIUMINT"].map((name) => [
      name,
      { name: "NUMBER", args: [38, 0] },
    ]),
  ),
  ...Object.fromEntries(
    ["FLOAT", "FLOAT4", "FLOAT8", "DOUBLE", "DOUBLEPRECISION", "REAL"].map((name) => [
      name,
      { name: "FLOAT", args: [] },
    ]),
  ),
};
const CANONICAL: Readonly<Record<string, string>> = {
  DECIMAL: "NUMBER",
  NUMERIC: "NUMBER",
  DEC: "NUMBER",
  TEXT: "VARCHAR",
  STRING: "VARCHAR",
  CHAR: "VARCHAR",
  CHARACTER: "VARCHAR",
  CHARVARYING: "VARCHAR",
  VARBINARY: "BINARY",
  BYTES: "BINARY",
  DATETIME: "TIMESTAMP_NTZ",
  TIMESTAMP: "TIMESTAMP_NTZ",
  TIMESTAMPNTZ: "TIMESTAMP_NTZ",
  TIMESTAMPTZ: "TIMESTAMP_TZ",
  TIMESTAMPLTZ: "TIMESTAMP_LTZ",
  BOOL: "BOOLEAN",
};

/** The type that a part of the tree names. */
export function typeOf(node: Node): SqlType {
  const [tag, inner] = variant(node);
  const [word, args] =
    tag === "Custom"
      ? [wordOf(list(inner)[0] ?? null), list(list(inner)[1] ?? null)]
      : [tag.toUpperCase(), numbersIn(inner)];
  return typeNamed(word, args.map(Number));
}

/** The type of a name. */
export function typeNamed(word: string, args: readonly number[] = []): SqlType {
  const synonym = SYNONYMS[word];
  if (synonym) return synonym;
  const name = CANONICAL[word] ?? word;
  if (name === "NUMBER") return { name, args: [args[0] ?? 38, args[1] ?? 0] };
  if (!Object.hasOwn(DUCKDB, name)) throw unknownPart(`data type ${word}`, word);
  return { name, args };
}

/** All numbers inside a part of the tree, in their order. */
function numbersIn(node: Node): readonly number[] {
  if (typeof node === "number") return [node];
  if (typeof node !== "object" || node === null) return [];
  return Object.values(node).flatMap((inner: Node | undefined) => numbersIn(inner ?? null));
}

const DUCKDB: Readonly<Record<string, string>> = {
  NUMBER: "DECIMAL",
  FLOAT: "DOUBLE",
  VARCHAR: "VARCHAR",
  BINARY: "BLOB",
  BOOLEAN: "BOOLEAN",
  DATE: "DATE",
  TIME: "TIME",
  TIMESTAMP_NTZ: "TIMESTAMP",
  TIMESTAMP_TZ: "TIMESTAMPTZ",
  TIMESTAMP_LTZ: "TIMESTAMPTZ",
  VARIANT: "JSON",
  ARRAY: "JSON[]",
  OBJECT: "MAP(VARCHAR, JSON)",
};
/** The type of DuckDB that holds the values of a type. Beside a HUGEINT a DECIMAL keeps its digits behind the point, beside a DECIMAL(38, 0) not. */
export const duckType = ({ name, args: [precision, scale] }: SqlType): string =>
  name !== "NUMBER"
    ? text(DUCKDB[name])
    : precision === 38 && scale === 0
      ? "HUGEINT"
      : `DECIMAL(${precision}, ${scale})`;

/** The type as Snowflake shows it. */
export function shownType({ name, args }: SqlType): string {
  if (name === "VARCHAR") return `VARCHAR(${args[0] ?? 16_777_216})`;
  if (name === "BINARY") return `BINARY(${args[0] ?? 8_388_608})`;
  if (name === "TIME" || name.startsWith("TIMESTAMP")) return `${name}(${args[0] ?? 9})`;
  return args.length > 0 ? `${name}(${args.join(",")})` : name;
}
