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
import type { Json } from "./json.js";
import { compareJson, JsonError, numberText, parseJson, printJson, scalarText, typeName } from "./json.js";
import { macros } from "./macros.js";
import { formatMoment, parseMoment, readMoment } from "./datetime-text.js";
import * as text from "./text.js";

type Texts = readonly (string | null)[];
const TEXTS = LIST(VARCHAR);

/** A function in JavaScript: what it takes, what it gives, and itself. NULL among the arguments gives NULL. */
type Entry = readonly [takes: readonly DuckDBType[], gives: DuckDBType, run: (...values: never[]) => DuckDBValue];

const failure = (code: string, state: string, message: string): RangeError =>
  new RangeError(`sf:${code}:${state}:${message}`);
const textsOf = (values: Texts): DuckDBListValue => listValue([...values]);
const parsedOf = (values: Texts): (Json | undefined)[] =>
  values.map((value) => (value === null ? undefined : parseJson(value)));

function parse(value: string): string | null {
  if (value.trim() === "") return null;
  try {
    return printJson(parseJson(value));
  } catch (error) {
    if (error instanceof JsonError) throw failure("100069", "22P02", error.message);
    throw error;
  }
}
function tryParse(value: string): string | null {
  try {
    return parse(value);
  } catch {
    return null;
  }
}
/** The value of a field, exactly as the text has its name. */
function field(json: string, name: string): string | null {
  const parsed = parseJson(json);
  const found = parsed instanceof Map ? parsed.get(name) : undefined;
  return found === undefined ? null : printJson(found);
}
function element(json: string, index: bigint): string | null {
  const parsed = parseJson(json);
  const found: Json | undefined = Array.isArray(parsed) && index >= 0n ? parsed[Number(index)] : undefined;
  return found === undefined ? null : printJson(found);
}
/** https://docs.snowflake.com/en/sql-reference/functions/get_path: names with points between them, in brackets if they must be. */
function path(json: string, steps: string): string | null {
  let found: Json | undefined = parseJson(json);
  for (const [, index, quoted, escaped, name] of steps.matchAll(
    /\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+)/g,
  )) {
    const key = quoted ?? escaped ?? name;
    found =
      key !== undefined
        ? found instanceof Map
          ? found.get(key.replaceAll(/^"|"$/g, ""))
          : undefined
        : Array.isArray(found)
          ? found[Number(index)]
          : undefined;
    if (found === undefined) return null;
  }
  return printJson(found);
}

function sorted(values: Texts, ascending: boolean, nullsFirst: boolean): DuckDBListValue {
  const found = parsedOf(values);
  const rest = found
    .filter((value) => value !== undefined)
    .sort((a, b) => (ascending ? compareJson(a, b) : compareJson(b, a)));
  const nulls = found.filter((value) => value === undefined).map(() => null);
  const printed = rest.map(printJson);
  return textsOf(nullsFirst ? [...nulls, ...printed] : [...printed, ...nulls]);
}
const distinct = (values: Texts): DuckDBListValue => textsOf([...new Set(values)]);
/** As many of each as there are more of in the first: https://docs.snowflake.com/en/sql-reference/functions/array_except */
function matched(a: Texts, b: Texts, keep: boolean): DuckDBListValue {
  const left = new Map<string | null, number>();
  for (const value of b) left.set(value, (left.get(value) ?? 0) + 1);
  return textsOf(
    a.filter((value) => {
      const count = left.get(value) ?? 0;
      if (count > 0) left.set(value, count - 1);
      return count > 0 === keep;
    }),
  );
}
function zipped(arrays: Texts): DuckDBListValue | null {
  const parsed = parsedOf(arrays).map((array) => (Array.isArray(array) ? (array as readonly Json[]) : [])); // narrowed to any[] otherwise
  const length = Math.max(0, ...parsed.map((array) => array.length));
  const names = parsed.map((_, i) => `$${i + 1}`);
  return textsOf(
    Array.from({ length }, (_, i) => printJson(new Map(names.map((name, k) => [name, parsed[k]?.[i] ?? null])))),
  );
}

/** Digits without an exponent, for doubles that are cut. */
const digits = (value: number): string => numberText(String(value));

function moment(value: string, format: string, kind: string, safe: boolean): bigint | null {
  const found = parseMoment(value, format);
  if (found === null && !safe)
    throw failure(
      kind === "date" ? "100040" : "100035",
      "22007",
      `Can't parse '${value}' as ${kind} with format '${format}'`,
    );
  return found;
}

const FUNCTIONS: Readonly<Record<string, Entry>> = {
  sf_decode: [[VARCHAR], VARCHAR, decode],
  sf_parse_json: [[VARCHAR], VARCHAR, parse],
  sf_try_parse_json: [[VARCHAR], VARCHAR, tryParse],
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
  sf_json_field: [[VARCHAR, VARCHAR], VARCHAR, field],
  sf_json_element: [[VARCHAR, BIGINT], VARCHAR, element],
  sf_json_path: [[VARCHAR, VARCHAR], VARCHAR, path],
  sf_json_items: [
    [VARCHAR],
    TEXTS,
    (json: string) => {
      const value = parseJson(json);
      return textsOf(
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
      return textsOf(value instanceof Map ? [...value.keys()] : []);
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
      const parts = itemsOf(values);
      return `{${itemsOf(keys)
        .map((key, i) => `${JSON.stringify(key)}:${parts[i] ?? "null"}`)
        .join(",")}}`;
    },
  ],
  sf_arrays_keys: [[TEXTS], TEXTS, (keys: DuckDBListValue) => textsOf([...pairs(itemsOf(keys), []).keys()])],
  sf_arrays_values: [
    [TEXTS, TEXTS],
    TEXTS,
    (keys: DuckDBListValue, values: DuckDBListValue) => textsOf([...pairs(itemsOf(keys), itemsOf(values)).values()]),
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
    (values: DuckDBListValue, up: boolean, first: boolean) => sorted(itemsOf(values), up, first),
  ],
  sf_distinct: [[TEXTS], TEXTS, (values: DuckDBListValue) => distinct(itemsOf(values))],
  sf_except: [
    [TEXTS, TEXTS],
    TEXTS,
    (a: DuckDBListValue, b: DuckDBListValue) => matched(itemsOf(a), itemsOf(b), false),
  ],
  sf_intersection: [
    [TEXTS, TEXTS],
    TEXTS,
    (a: DuckDBListValue, b: DuckDBListValue) => matched(itemsOf(a), itemsOf(b), true),
  ],
  sf_overlap: [
    [TEXTS, TEXTS],
    BOOLEAN,
    (a: DuckDBListValue, b: DuckDBListValue) => itemsOf(a).some((value) => itemsOf(b).includes(value)),
  ],
  sf_zipped: [
    [TEXTS],
    TEXTS,
    (arrays: DuckDBListValue) => (arrays.items.includes(null) ? null : zipped(itemsOf(arrays))),
  ],
  sf_float_text: [[DOUBLE], VARCHAR, text.floatText],
  sf_digits: [[DOUBLE], VARCHAR, digits],
  sf_cut: [[VARCHAR, INTEGER], VARCHAR, text.cut],
  sf_remainder: [[VARCHAR, VARCHAR], VARCHAR, text.remainder],
  sf_levenshtein: [[VARCHAR, VARCHAR], BIGINT, (a: string, b: string) => BigInt(text.levenshtein(a, b))],
  sf_join: [[TEXTS, VARCHAR], VARCHAR, (values: DuckDBListValue, by: string) => itemsOf(values).join(by)],
  sf_quotient: [[VARCHAR, VARCHAR], VARCHAR, text.quotient],
  sf_format_moment: [[BIGINT, VARCHAR], VARCHAR, formatMoment],
  sf_parse_moment: [[VARCHAR, VARCHAR, VARCHAR, BOOLEAN], BIGINT, moment],
  sf_read_moment: [
    [VARCHAR, VARCHAR, BOOLEAN],
    BIGINT,
    (value: string, type: string, safe: boolean) => {
      const found = readMoment(value, type);
      if (found === null && !safe) {
        const word = type.replace(/_.*/, "");
        throw failure(
          type === "DATE" ? "100040" : "100035",
          "22007",
          `${word.charAt(0)}${word.slice(1).toLowerCase()} '${value}' is not recognized`,
        );
      }
      return found;
    },
  ],
  sf_format_number: [[VARCHAR, VARCHAR], VARCHAR, text.formatNumber],
  sf_initcap: [[VARCHAR, VARCHAR], VARCHAR, text.initcap],
  sf_reverse: [[VARCHAR], VARCHAR, (value: string) => Array.from(value).reverse().join("")],
  sf_tokens: [[VARCHAR, VARCHAR], TEXTS, (value: string, by: string) => textsOf(text.tokens(value, by))],
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
/** Keys, which must be strings, with their values, in order of the keys. What has no key is left out. */
function pairs(keys: Texts, values: Texts): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [i, json] of keys.entries()) {
    const key = json === null ? null : parseJson(json);
    if (key === null) continue;
    if (typeof key !== "string")
      throw failure("215002", "22000", "Key supplied for ARRAYS_TO_OBJECT does not have string type");
    found.set(key, values[i] ?? "null");
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}
const itemsOf = (values: DuckDBListValue): Texts =>
  values.items.map((value) => (value === null ? null : String(value)));

/** Makes the functions known to a database: those in JavaScript, and the macros that call them. */
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
            const values = columns.map((column) => column.getItem(row)) as never[]; // of the types that are declared beside the function
            output.setItem(row, values.includes(null as never) ? null : run(...values));
          }
          output.flush();
        },
      }),
    );
  for (const macro of macros) await connection.run(`CREATE OR REPLACE MACRO ${withArgumentsOnce(macro)}`);
}

/**
 * A macro whose arguments are worked out once, however often they are used: DuckDB would write each of them out at every use, and those
 * of nested calls twice as often at each level. Macros with types for their parameters stay as they are; they are called with names.
 */
function withArgumentsOnce(macro: string): string {
  const [, head = "", list = "", body = ""] = /^(\w+)\(([^)]*)\) AS (.*)$/s.exec(macro) ?? [];
  const params = list.split(",").map((param) => param.trim().split(/[ :]/)[0] ?? "");
  if (params.some((param) => param === "") || /^\w+\([^)]* [A-Z]+[,)]/.test(macro)) return macro;
  const uses = new Map(params.map((param) => [param, 0]));
  const parts = body.split(/('(?:[^']|'')*')/);
  const name = `${head}_given`;
  const rewritten = parts.map((part, i) =>
    i % 2 === 1
      ? part
      : part.replace(/(?<![\w.])[a-z_]+(?!\w|\s*\()/g, (word) => {
          const count = uses.get(word);
          if (count === undefined) return word;
          uses.set(word, count + 1);
          return `${name}.${word}`;
        }),
  );
  if (![...uses.values()].some((count) => count > 1)) return macro;
  const fields = params.map((param) => `'${param}': ${param}`).join(", ");
  return `${head}(${list}) AS list_transform([{${fields}}], lambda ${name}: ${rewritten.join("")})[1]`;
}
