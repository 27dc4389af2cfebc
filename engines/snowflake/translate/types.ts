import type { Node } from "./ast.js";
import { children, nodeText, unsupportedFeature, variant } from "./ast.js";
import { wordOf } from "./names.js";

/** A Snowflake type: its canonical name and its arguments. */
export interface SqlType {
  readonly name: string;
  readonly args: readonly number[];
}
/** Synonyms of types with arguments. */
const TYPE_SYNONYMS: Readonly<Record<string, SqlType>> = {
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
const CANONICAL_NAMES: Readonly<Record<string, string>> = {
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

/** The type that a syntax node denotes. */
export function typeOf(node: Node): SqlType {
  const [tag, inner] = variant(node);
  const [typeName, args] =
    tag === "Custom"
      ? [wordOf(children(inner)[0] ?? null), children(children(inner)[1] ?? null)]
      : [tag.toUpperCase(), numbersIn(inner)];
  return typeFromName(typeName, args.map(Number));
}

/** The type with a name or synonym. */
export function typeFromName(name: string, args: readonly number[] = []): SqlType {
  const synonym = TYPE_SYNONYMS[name];
  if (synonym) return synonym;
  const canonicalName = CANONICAL_NAMES[name] ?? name;
  if (canonicalName === "NUMBER") return { name: canonicalName, args: [args[0] ?? 38, args[1] ?? 0] };
  if (!Object.hasOwn(DUCKDB_TYPES, canonicalName)) throw unsupportedFeature(`data type ${name}`, name);
  return { name: canonicalName, args };
}

/** All numbers inside a syntax node, in order. */
function numbersIn(node: Node): readonly number[] {
  if (typeof node === "number") return [node];
  if (typeof node !== "object" || node === null) return [];
  return Object.values(node).flatMap((inner: Node | undefined) => numbersIn(inner ?? null));
}

const DUCKDB_TYPES: Readonly<Record<string, string>> = {
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
/**
 * The DuckDB type for a type. NUMBER(38, 0) is HUGEINT, because an operation of a DECIMAL with a DECIMAL(38, 0) would
 * lose its fractional digits.
 */
export const duckType = ({ name, args: [precision, scale] }: SqlType): string =>
  name !== "NUMBER"
    ? nodeText(DUCKDB_TYPES[name])
    : precision === 38 && scale === 0
      ? "HUGEINT"
      : `DECIMAL(${precision}, ${scale})`;

/** The type as Snowflake displays it. */
export function displayType({ name, args }: SqlType): string {
  if (name === "VARCHAR") return `VARCHAR(${args[0] ?? 16_777_216})`;
  if (name === "BINARY") return `BINARY(${args[0] ?? 8_388_608})`;
  if (name === "TIME" || name.startsWith("TIMESTAMP")) return `${name}(${args[0] ?? 9})`;
  return args.length > 0 ? `${name}(${args.join(",")})` : name;
}
