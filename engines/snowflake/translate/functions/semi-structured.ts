import type { Node } from "../ast.js";
import { at, list } from "../ast.js";
import type { Call, FunctionRule } from "../call.js";
import { has } from "../call.js";
import { cast, knownType } from "../cast.js";
import { callWithLambda, lambdaSql } from "../lambda.js";
import { once, onceBoth } from "../translation-context.js";
import type { SqlType } from "../types.js";
import { typeNamed, typeOf } from "../types.js";
import { from, int } from "./call-builders.js";

// https://docs.snowflake.com/en/sql-reference/functions-semistructured
// A VARIANT is JSON, an ARRAY a list of JSON in which NULL stands for what Snowflake shows as undefined, an OBJECT a map from strings to JSON.

const pairs = (call: Call, keepNull: boolean): string => {
  const entries = call.args.flatMap((key, i) =>
    i % 2 === 0
      ? [`{'k': CAST(${key} AS VARCHAR), 'v': ${keepNull ? "sf_variant_or_null" : "sf_variant"}(${call.args[i + 1]})}`]
      : [],
  );
  return entries.length === 0 ? "MAP {}::MAP(VARCHAR, JSON)" : `sf_object_of([${entries.join(", ")}])`;
};
const cat = (a: string, b: string): string => `sf_cat(sf_array(${a}), sf_array(${b}))`;
const texts = (array: string): string => `CAST(sf_array(${array}) AS VARCHAR[])`;

/** What a lambda gives is a VARIANT, and NULL the null of JSON. */
const transform: FunctionRule = ({ args: [given = ""], nodes, t: context }) =>
  callWithLambda(
    [given],
    context,
    (inside) => lambdaSql(nodes[1], inside, [], (body) => `sf_variant_or_null(${body})`),
    ([array], lambda) => `list_transform(sf_array(${array}), ${lambda})`,
  );
const filter: FunctionRule = ({ args: [given = ""], nodes, t: context }) =>
  callWithLambda(
    [given],
    context,
    (inside) => lambdaSql(nodes[1], inside, [], (body) => body),
    ([array], lambda) => `list_filter(sf_array(${array}), ${lambda})`,
  );
/** The accumulator is of the type of its first value, which is kept as JSON between the steps; the result is of that type again. */
const reduce: FunctionRule = ({ args: [given = "", first = ""], nodes, t: context }) => {
  const type = declared(nodes[2]) ?? knownType(nodes[1] ?? null);
  const result = callWithLambda(
    [given, first],
    context,
    (inside) => lambdaSql(nodes[2], inside, [type], (body) => `sf_variant(${body})`),
    ([array, start], step) => `list_reduce(sf_cat([sf_variant(${start})], sf_array(${array})), ${step})`,
  );
  return type === null ? result : cast(result, type, false, null, context);
};
const declared = (lambda: Node | undefined): SqlType | null => {
  const [first] = list(at(lambda, "Lambda", "params", "Many"));
  const type = at(first, "data_type");
  return type === null ? null : typeOf(type);
};

const as =
  (kinds: string, type: string): FunctionRule =>
  ({ args: [x = ""], t: context }) =>
    once(x, (v) => `CASE WHEN sf_type(${v}) IN (${kinds}) THEN ${cast(v, typeNamed(type), false, null, context)} END`);
const is =
  (kinds: string): FunctionRule =>
  ({ args: [x] }) =>
    `(sf_type(${x}) IN (${kinds}))`;

export const semiStructured: Readonly<Record<string, FunctionRule>> = {
  PARSE_JSON: from((x) => `CAST(sf_parse_json(${x}) AS JSON)`),
  TRY_PARSE_JSON: from((x) => `CAST(sf_try_parse_json(${x}) AS JSON)`),
  CHECK_JSON: from((x) => `CASE WHEN sf_try_parse_json(${x}) IS NULL THEN 'invalid JSON' END`),
  TO_JSON: from((x) => `CAST(sf_variant(${x}) AS VARCHAR)`),
  TO_VARIANT: from((x) => `sf_variant(${x})`),
  TO_ARRAY: from((x) => `sf_array(${x})`),
  TO_OBJECT: from((x) => `sf_object(${x})`),
  STRIP_NULL_VALUE: from((x) => once(x, (v) => `CASE WHEN CAST(${v} AS VARCHAR) = 'null' THEN NULL ELSE ${v} END`)),
  TYPEOF: from((x) => `sf_type(${x})`),
  IS_NULL_VALUE: from((x) => `(sf_type(${x}) = 'NULL_VALUE')`),
  IS_ARRAY: is("'ARRAY'"),
  IS_OBJECT: is("'OBJECT'"),
  IS_INTEGER: is("'INTEGER'"),
  IS_DECIMAL: is("'INTEGER', 'DECIMAL'"),
  IS_DOUBLE: is("'INTEGER', 'DECIMAL', 'DOUBLE'"),
  IS_REAL: is("'INTEGER', 'DECIMAL', 'DOUBLE'"),
  IS_VARCHAR: is("'VARCHAR'"),
  IS_CHAR: is("'VARCHAR'"),
  IS_BOOLEAN: is("'BOOLEAN'"),
  AS_ARRAY: as("'ARRAY'", "ARRAY"),
  AS_OBJECT: as("'OBJECT'", "OBJECT"),
  AS_INTEGER: as("'INTEGER'", "INT"),
  AS_DOUBLE: as("'INTEGER', 'DECIMAL', 'DOUBLE'", "FLOAT"),
  AS_REAL: as("'INTEGER', 'DECIMAL', 'DOUBLE'", "FLOAT"),
  AS_VARCHAR: as("'VARCHAR'", "VARCHAR"),
  AS_CHAR: as("'VARCHAR'", "VARCHAR"),
  AS_BOOLEAN: as("'BOOLEAN'", "BOOLEAN"),
  AS_DECIMAL: (call) => {
    const numbers = call.args.slice(1).map((arg) => Number(/^(\d+)::/.exec(arg)?.[1]));
    const [x = ""] = call.args;
    return once(
      x,
      (v) =>
        `CASE WHEN sf_type(${v}) IN ('INTEGER', 'DECIMAL') THEN ${cast(v, typeNamed("NUMBER", numbers), false, null, call.t)} END`,
    );
  },
  GET: from((x, key) => `sf_get(${x}, ${key})`),
  GET_IGNORE_CASE: from((x, key) => `sf_get(${x}, ${key})`),
  GET_PATH: from((x, path) => `CAST(sf_json_path(CAST(sf_variant(${x}) AS VARCHAR), ${path}) AS JSON)`),
  OBJECT_CONSTRUCT: (call) => pairs(call, false),
  OBJECT_CONSTRUCT_KEEP_NULL: (call) => pairs(call, true),
  OBJECT_KEYS: from((x) => `sf_variants(map_keys(sf_object(${x})))`),
  OBJECT_INSERT: from(
    (x, key, value, update) => `sf_object_insert(sf_object(${x}), ${key}, sf_variant(${value}), ${update || "false"})`,
  ),
  OBJECT_DELETE: from((x, _b, _c, _d, all) => `sf_object_keep(sf_object(${x}), [${all.slice(1).join(", ")}], false)`),
  OBJECT_PICK: from((x, _b, _c, _d, all) => `sf_object_keep(sf_object(${x}), [${all.slice(1).join(", ")}], true)`),
  MAP_KEYS: from((x) => `sf_variants(map_keys(sf_object(${x})))`),
  MAP_SIZE: from((x) => `cardinality(sf_object(${x}))`),
  MAP_CONTAINS_KEY: from((key, x) => `list_contains(map_keys(sf_object(${x})), ${key})`),
  ARRAY_CONSTRUCT: from((_a, _b, _c, _d, all) => `CAST([${all.map((x) => `sf_variant(${x})`).join(", ")}] AS JSON[])`),
  ARRAY_CONSTRUCT_COMPACT: from(
    (_a, _b, _c, _d, all) =>
      `list_filter(CAST([${all.map((x) => `sf_variant(${x})`).join(", ")}] AS JSON[]), lambda sf__e: sf__e IS NOT NULL)`,
  ),
  ARRAY_SIZE: from((x) => `len(sf_only_array(${x}))`),
  ARRAY_CAT: from(cat),
  ARRAY_APPEND: from((x, element) => `sf_cat(sf_array(${x}), [sf_variant(${element})])`),
  ARRAY_PREPEND: from((x, element) => `sf_cat([sf_variant(${element})], sf_array(${x}))`),
  ARRAY_INSERT: from((x, at, element) =>
    once(
      `sf_array(${x})`,
      (v) =>
        `list_concat(list_append(sf_slice_array(${v}, 0, ${int(at)}), sf_variant(${element})), sf_slice_array(${v}, ${int(at)}, len(${v})))`,
    ),
  ),
  ARRAY_COMPACT: from(
    (x) => `list_filter(sf_array(${x}), lambda sf__e: sf__e IS NOT NULL AND CAST(sf__e AS VARCHAR) <> 'null')`,
  ),
  ARRAY_CONTAINS: from((value, x) => `sf_contains(${texts(x)}, CAST(sf_variant(${value}) AS VARCHAR))`),
  ARRAY_POSITION: from((value, x) => `(list_position(${texts(x)}, CAST(sf_variant(${value}) AS VARCHAR)) - 1)`),
  ARRAY_REMOVE: from((x, value) =>
    onceBoth(
      `sf_array(${x})`,
      `CAST(sf_variant(${value}) AS VARCHAR)`,
      (list, v) =>
        `CASE WHEN ${v} IS NOT NULL THEN list_filter(${list}, lambda sf__e: CAST(sf__e AS VARCHAR) IS DISTINCT FROM ${v}) END`,
    ),
  ),
  ARRAY_REMOVE_AT: from((x, at) =>
    once(
      `sf_array(${x})`,
      (v) =>
        `list_filter(${v}, lambda sf__e, sf__i: sf__i <> ${int(at)} + CASE WHEN ${int(at)} < 0 THEN len(${v}) + 1 ELSE 1 END)`,
    ),
  ),
  ARRAY_SLICE: from((x, start, end) =>
    once(`sf_array(${x})`, (v) => `sf_slice_array(${v}, ${int(start)}, ${int(end)})`),
  ),
  ARRAY_DISTINCT: from((x) => `CAST(sf_distinct(${texts(x)}) AS JSON[])`),
  ARRAY_SORT: (call) => {
    const [x = "", ascending = "true", nulls] = call.args;
    return `sf_array_sort(sf_array(${x}), ${ascending}, ${nulls ?? `NOT ${ascending}`})`;
  },
  ARRAY_REVERSE: from((x) => `list_reverse(sf_array(${x}))`),
  ARRAY_MIN: from((x) => `sf_array_sort(list_filter(sf_array(${x}), lambda sf__e: sf__e IS NOT NULL), true, false)[1]`),
  ARRAY_MAX: from(
    (x) => `sf_array_sort(list_filter(sf_array(${x}), lambda sf__e: sf__e IS NOT NULL), false, false)[1]`,
  ),
  ARRAY_FLATTEN: from((x) => `flatten(list_transform(sf_array(${x}), lambda sf__e: sf_array(sf__e)))`),
  ARRAY_EXCEPT: from((a, b) => `CAST(sf_except(${texts(a)}, ${texts(b)}) AS JSON[])`),
  ARRAY_INTERSECTION: from((a, b) => `CAST(sf_intersection(${texts(a)}, ${texts(b)}) AS JSON[])`),
  ARRAYS_OVERLAP: from((a, b) => `sf_overlap(${texts(a)}, ${texts(b)})`),
  ARRAYS_TO_OBJECT: from((keys, values) => `sf_arrays_to_object(sf_array(${keys}), sf_array(${values}))`),
  ARRAYS_ZIP: from((_a, _b, _c, _d, all) => `sf_zip([${all.map((x) => `to_json(sf_array(${x}))`).join(", ")}])`),
  ARRAY_TO_STRING: from(
    (x, separator) =>
      `sf_join(list_transform(sf_array(${x}), lambda sf__e: coalesce(sf_json_text(CAST(sf__e AS VARCHAR)), '')), ${separator})`,
  ),
  ARRAY_GENERATE_RANGE: from(
    (start, stop, step) => `sf_variants(range(${int(start)}, ${int(stop)}, ${step === "" ? "1" : int(step)}))`,
  ),
  SPLIT: from((x, by) => `sf_split(${x}, ${by})`),
  STRTOK_TO_ARRAY: from((x, by) => `sf_variants(sf_tokens(${x}, ${by || "' '"}))`),
  TRANSFORM: transform,
  FILTER: filter,
  REDUCE: reduce,
  PARSE_URL: (call) =>
    `CAST(sf_parse_url(${call.args[0]}, ${has(call, 1) ? `CAST(${call.args[1]} AS INTEGER)` : "0"}) AS JSON)`,
};
