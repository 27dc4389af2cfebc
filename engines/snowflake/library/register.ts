import type { DuckDBConnection, DuckDBType, DuckDBValue } from "@duckdb/node-api";
import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBListValue,
  DuckDBScalarFunction,
  INTEGER,
  LIST,
  listValue,
  VARCHAR,
} from "@duckdb/node-api";
import { decode } from "../translate/names.js";
import { formatTimestamp, parseForCast, parseWithFormat } from "./datetime-text.js";
import type { Json } from "./json.js";
import { compareJson, JsonError, numberText, parseJson, printJson, scalarText, typeName } from "./json.js";
import { macros } from "./macros.js";
import * as text from "./text.js";

type Texts = readonly (string | null)[];
const TEXTS = LIST(VARCHAR);

/** A function in JavaScript with its parameter and return types. It returns NULL if any argument is NULL. */
type FunctionEntry = readonly [
  parameterTypes: readonly DuckDBType[],
  returnType: DuckDBType,
  run: (...values: never[]) => DuckDBValue,
];

const sqlError = (code: string, state: string, message: string): RangeError =>
  new RangeError(`sf:${code}:${state}:${message}`);
const toList = (values: Texts): DuckDBListValue => listValue([...values]);
const parseAll = (values: Texts): (Json | undefined)[] =>
  values.map((value) => (value === null ? undefined : parseJson(value)));

function parseJsonText(value: string): string | null {
  if (value.trim() === "") return null;
  try {
    return printJson(parseJson(value));
  } catch (error) {
    if (error instanceof JsonError) throw sqlError("100069", "22P02", error.message);
    throw error;
  }
}
function tryParseJsonText(value: string): string | null {
  try {
    return parseJsonText(value);
  } catch {
    return null;
  }
}
/** The value of a field with exactly this name. */
function jsonField(json: string, name: string): string | null {
  const parsed = parseJson(json);
  const value = parsed instanceof Map ? parsed.get(name) : undefined;
  return value === undefined ? null : printJson(value);
}
function jsonElement(json: string, index: bigint): string | null {
  const parsed = parseJson(json);
  const value: Json | undefined = Array.isArray(parsed) && index >= 0n ? parsed[Number(index)] : undefined;
  return value === undefined ? null : printJson(value);
}
/** https://docs.snowflake.com/en/sql-reference/functions/get_path: names separated by periods, or in brackets. */
function jsonPath(json: string, steps: string): string | null {
  let current: Json | undefined = parseJson(json);
  for (const [, index, singleQuoted, doubleQuoted, name] of steps.matchAll(
    /\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+)/g,
  )) {
    const key = singleQuoted ?? doubleQuoted ?? name;
    current =
      key !== undefined
        ? current instanceof Map
          ? current.get(key.replaceAll(/^"|"$/g, ""))
          : undefined
        : Array.isArray(current)
          ? current[Number(index)]
          : undefined;
    if (current === undefined) return null;
  }
  return printJson(current);
}

function sortValues(values: Texts, ascending: boolean, nullsFirst: boolean): DuckDBListValue {
  const parsed = parseAll(values);
  const nonNulls = parsed
    .filter((value) => value !== undefined)
    .sort((a, b) => (ascending ? compareJson(a, b) : compareJson(b, a)));
  const nulls = parsed.filter((value) => value === undefined).map(() => null);
  const printed = nonNulls.map(printJson);
  return toList(nullsFirst ? [...nulls, ...printed] : [...printed, ...nulls]);
}
const distinctValues = (values: Texts): DuckDBListValue => toList([...new Set(values)]);
/**
 * The multiset difference or intersection of two arrays:
 * https://docs.snowflake.com/en/sql-reference/functions/array_except
 */
function multisetFilter(a: Texts, b: Texts, keepsMatches: boolean): DuckDBListValue {
  const remaining = new Map<string | null, number>();
  for (const value of b) remaining.set(value, (remaining.get(value) ?? 0) + 1);
  return toList(
    a.filter((value) => {
      const count = remaining.get(value) ?? 0;
      if (count > 0) remaining.set(value, count - 1);
      return count > 0 === keepsMatches;
    }),
  );
}
function zipArrays(arrays: Texts): DuckDBListValue | null {
  // narrowed to any[] otherwise
  const parsed = parseAll(arrays).map((array) => (Array.isArray(array) ? (array as readonly Json[]) : []));
  const length = Math.max(0, ...parsed.map((array) => array.length));
  const names = parsed.map((_, i) => `$${i + 1}`);
  return toList(
    Array.from({ length }, (_, i) => printJson(new Map(names.map((name, k) => [name, parsed[k]?.[i] ?? null])))),
  );
}

/** The digits of a double without an exponent, for truncation. */
const digits = (value: number): string => numberText(String(value));

function parseTimestamp(value: string, format: string, kind: string, isTry: boolean): bigint | null {
  const micros = parseWithFormat(value, format);
  if (micros === null && !isTry)
    throw sqlError(
      kind === "date" ? "100040" : "100035",
      "22007",
      `Can't parse '${value}' as ${kind} with format '${format}'`,
    );
  return micros;
}

const FUNCTIONS: Readonly<Record<string, FunctionEntry>> = {
  sf_decode: [[VARCHAR], VARCHAR, decode],
  sf_parse_json: [[VARCHAR], VARCHAR, parseJsonText],
  sf_try_parse_json: [[VARCHAR], VARCHAR, tryParseJsonText],
  sf_json_text: [[VARCHAR], VARCHAR, (json: string) => scalarText(parseJson(json))],
  sf_json_number: [
    [VARCHAR],
    VARCHAR,
    (json: string) => {
      const value = parseJson(json);
      return typeof value === "boolean" ? (value ? "1" : "0") : scalarText(value);
    },
  ],
  sf_json_type: [[VARCHAR], VARCHAR, (json: string) => typeName(parseJson(json))],
  sf_json_field: [[VARCHAR, VARCHAR], VARCHAR, jsonField],
  sf_json_element: [[VARCHAR, BIGINT], VARCHAR, jsonElement],
  sf_json_path: [[VARCHAR, VARCHAR], VARCHAR, jsonPath],
  sf_json_items: [
    [VARCHAR],
    TEXTS,
    (json: string) => {
      const value = parseJson(json);
      return toList(
        [...(Array.isArray(value) ? (value as readonly Json[]) : value instanceof Map ? value.values() : [])].map(
          printJson,
        ),
      ); // narrowed to any[] otherwise
    },
  ],
  sf_json_keys: [
    [VARCHAR],
    TEXTS,
    (json: string) => {
      const value = parseJson(json);
      return toList(value instanceof Map ? [...value.keys()] : []);
    },
  ],
  sf_list_json: [
    [TEXTS],
    VARCHAR,
    (values: DuckDBListValue) =>
      `[${itemsOf(values)
        .map((value) => value ?? "null")
        .join(",")}]`,
  ],
  sf_map_json: [
    [TEXTS, TEXTS],
    VARCHAR,
    (keys: DuckDBListValue, values: DuckDBListValue) => {
      const valueTexts = itemsOf(values);
      return `{${itemsOf(keys)
        .map((key, i) => `${JSON.stringify(key)}:${valueTexts[i] ?? "null"}`)
        .join(",")}}`;
    },
  ],
  sf_arrays_keys: [[TEXTS], TEXTS, (keys: DuckDBListValue) => toList([...entriesByKey(itemsOf(keys), []).keys()])],
  sf_arrays_values: [
    [TEXTS, TEXTS],
    TEXTS,
    (keys: DuckDBListValue, values: DuckDBListValue) =>
      toList([...entriesByKey(itemsOf(keys), itemsOf(values)).values()]),
  ],
  sf_number_json: [[VARCHAR], VARCHAR, (value: string) => numberText(value)],
  sf_moment_json: [
    [VARCHAR],
    VARCHAR,
    (value: string) =>
      value.includes(".") ? value.replace(/(\.\d{3})000(?!\d)/, "$1") : value.replace(/(\d\d:\d\d:\d\d)/, "$1.000"),
  ],
  sf_sorted: [
    [TEXTS, BOOLEAN, BOOLEAN],
    TEXTS,
    (values: DuckDBListValue, ascending: boolean, nullsFirst: boolean) =>
      sortValues(itemsOf(values), ascending, nullsFirst),
  ],
  sf_distinct: [[TEXTS], TEXTS, (values: DuckDBListValue) => distinctValues(itemsOf(values))],
  sf_except: [
    [TEXTS, TEXTS],
    TEXTS,
    (a: DuckDBListValue, b: DuckDBListValue) => multisetFilter(itemsOf(a), itemsOf(b), false),
  ],
  sf_intersection: [
    [TEXTS, TEXTS],
    TEXTS,
    (a: DuckDBListValue, b: DuckDBListValue) => multisetFilter(itemsOf(a), itemsOf(b), true),
  ],
  sf_overlap: [
    [TEXTS, TEXTS],
    BOOLEAN,
    (a: DuckDBListValue, b: DuckDBListValue) => itemsOf(a).some((value) => itemsOf(b).includes(value)),
  ],
  sf_zipped: [
    [TEXTS],
    TEXTS,
    (arrays: DuckDBListValue) => (arrays.items.includes(null) ? null : zipArrays(itemsOf(arrays))),
  ],
  sf_float_text: [[DOUBLE], VARCHAR, text.floatText],
  sf_digits: [[DOUBLE], VARCHAR, digits],
  sf_cut: [[VARCHAR, INTEGER], VARCHAR, text.truncateDigits],
  sf_remainder: [[VARCHAR, VARCHAR], VARCHAR, text.remainder],
  sf_levenshtein: [[VARCHAR, VARCHAR], BIGINT, (a: string, b: string) => BigInt(text.levenshtein(a, b))],
  sf_join: [[TEXTS, VARCHAR], VARCHAR, (values: DuckDBListValue, by: string) => itemsOf(values).join(by)],
  sf_quotient: [[VARCHAR, VARCHAR], VARCHAR, text.quotient],
  sf_format_moment: [[BIGINT, VARCHAR], VARCHAR, formatTimestamp],
  sf_parse_moment: [[VARCHAR, VARCHAR, VARCHAR, BOOLEAN], BIGINT, parseTimestamp],
  sf_read_moment: [
    [VARCHAR, VARCHAR, BOOLEAN],
    BIGINT,
    (value: string, type: string, isTry: boolean) => {
      const micros = parseForCast(value, type);
      if (micros === null && !isTry) {
        const kindName = type.replace(/_.*/, "");
        throw sqlError(
          type === "DATE" ? "100040" : "100035",
          "22007",
          `${kindName.charAt(0)}${kindName.slice(1).toLowerCase()} '${value}' is not recognized`,
        );
      }
      return micros;
    },
  ],
  sf_format_number: [[VARCHAR, VARCHAR], VARCHAR, text.formatNumber],
  sf_initcap: [[VARCHAR, VARCHAR], VARCHAR, text.initcap],
  sf_reverse: [[VARCHAR], VARCHAR, (value: string) => Array.from(value).reverse().join("")],
  sf_tokens: [[VARCHAR, VARCHAR], TEXTS, (value: string, by: string) => toList(text.tokens(value, by))],
  sf_parse_url: [
    [VARCHAR, INTEGER],
    VARCHAR,
    (url: string, permissive: number) => printJson(text.parseUrl(url, permissive === 1)),
  ],
  sf_soundex: [[VARCHAR], VARCHAR, text.soundex],
  sf_sha2: [[VARCHAR, BIGINT], VARCHAR, (hex: string, bits: bigint) => text.sha2(hex, Number(bits) || 256)],
  sf_hash: [[VARCHAR], BIGINT, text.hash64],
  sf_uuid5: [[VARCHAR, VARCHAR], VARCHAR, text.uuid5],
};
/** Entries sorted by key. Keys must be strings; entries with a NULL key are skipped. */
function entriesByKey(keys: Texts, values: Texts): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  for (const [i, json] of keys.entries()) {
    const key = json === null ? null : parseJson(json);
    if (key === null) continue;
    if (typeof key !== "string")
      throw sqlError("215002", "22000", "Key supplied for ARRAYS_TO_OBJECT does not have string type");
    entries.set(key, values[i] ?? "null");
  }
  return new Map([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}
const itemsOf = (values: DuckDBListValue): Texts =>
  values.items.map((value) => (value === null ? null : String(value)));

/** Registers the JavaScript functions and the macros in a database. */
export async function register(connection: DuckDBConnection): Promise<void> {
  for (const [name, [parameterTypes, returnType, run]] of Object.entries(FUNCTIONS))
    connection.registerScalarFunction(
      DuckDBScalarFunction.create({
        name,
        parameterTypes,
        returnType,
        mainFunction(_, chunk, output) {
          const columns = parameterTypes.map((_type, i) => chunk.getColumnVector(i));
          for (let row = 0; row < chunk.rowCount; row++) {
            const values = columns.map((column) => column.getItem(row)) as never[]; // of the declared parameter types
            output.setItem(row, values.includes(null as never) ? null : run(...values));
          }
          output.flush();
        },
      }),
    );
  for (const macro of macros) await connection.run(`CREATE OR REPLACE MACRO ${evaluateArgumentsOnce(macro)}`);
}

/**
 * Rewrites a macro so that its arguments are evaluated once: DuckDB inlines an argument at every use, so that nested
 * calls would grow exponentially. Macros with typed parameters are unchanged; their arguments are names.
 */
function evaluateArgumentsOnce(macro: string): string {
  const [, macroName = "", paramList = "", body = ""] = /^(\w+)\(([^)]*)\) AS (.*)$/s.exec(macro) ?? [];
  const params = paramList.split(",").map((param) => param.trim().split(/[ :]/)[0] ?? "");
  if (params.some((param) => param === "") || /^\w+\([^)]* [A-Z]+[,)]/.test(macro)) return macro;
  const uses = new Map(params.map((param) => [param, 0]));
  const segments = body.split(/('(?:[^']|'')*')/);
  const argsName = `${macroName}_given`;
  const rewritten = segments.map((segment, i) =>
    i % 2 === 1
      ? segment
      : segment.replace(/(?<![\w.])[a-z_]+(?!\w|\s*\()/g, (word) => {
          const count = uses.get(word);
          if (count === undefined) return word;
          uses.set(word, count + 1);
          return `${argsName}.${word}`;
        }),
  );
  if (![...uses.values()].some((count) => count > 1)) return macro;
  const fields = params.map((param) => `'${param}': ${param}`).join(", ");
  return `${macroName}(${paramList}) AS list_transform([{${fields}}], lambda ${argsName}: ${rewritten.join("")})[1]`;
}
