import type { Node } from "../ast.js";
import { child, children } from "../ast.js";
import type { Call, FunctionRule } from "../call.js";
import { hasArg } from "../call.js";
import { cast, knownType } from "../cast.js";
import { callWithLambda, lambdaSql } from "../lambda.js";
import { evaluateBothOnce, evaluateOnce } from "../translation-context.js";
import type { SqlType } from "../types.js";
import { typeFromName, typeOf } from "../types.js";
import { castToBigint, fromArgs } from "./call-builders.js";

// https://docs.snowflake.com/en/sql-reference/functions-semistructured
// A VARIANT is JSON, an ARRAY is a list of JSON in which NULL represents what Snowflake prints as undefined, and an
// OBJECT
// is a map from strings to JSON.

const objectConstruct = (call: Call, keepNull: boolean): string => {
  const entries = call.args.flatMap((key, i) =>
    i % 2 === 0
      ? [`{'k': CAST(${key} AS VARCHAR), 'v': ${keepNull ? "sf_variant_or_null" : "sf_variant"}(${call.args[i + 1]})}`]
      : [],
  );
  return entries.length === 0 ? "MAP {}::MAP(VARCHAR, JSON)" : `sf_object_of([${entries.join(", ")}])`;
};
const arrayCat = (a: string, b: string): string => `sf_cat(sf_array(${a}), sf_array(${b}))`;
const elementTexts = (array: string): string => `CAST(sf_array(${array}) AS VARCHAR[])`;

/** The lambda returns a VARIANT, with NULL as a JSON null. */
const transform: FunctionRule = ({ args: [arrayArg = ""], nodes, context }) =>
  callWithLambda(
    [arrayArg],
    context,
    (lambdaContext) => lambdaSql(nodes[1], lambdaContext, [], (body) => `sf_variant_or_null(${body})`),
    ([array], lambda) => `list_transform(sf_array(${array}), ${lambda})`,
  );
const filter: FunctionRule = ({ args: [arrayArg = ""], nodes, context }) =>
  callWithLambda(
    [arrayArg],
    context,
    (lambdaContext) => lambdaSql(nodes[1], lambdaContext, [], (body) => body),
    ([array], lambda) => `list_filter(sf_array(${array}), ${lambda})`,
  );
/** The accumulator has the type of its initial value; between the steps it is stored as JSON. */
const reduce: FunctionRule = ({ args: [arrayArg = "", initial = ""], nodes, context }) => {
  const type = declaredType(nodes[2]) ?? knownType(nodes[1] ?? null);
  const result = callWithLambda(
    [arrayArg, initial],
    context,
    (lambdaContext) => lambdaSql(nodes[2], lambdaContext, [type], (body) => `sf_variant(${body})`),
    ([array, start], step) => `list_reduce(sf_cat([sf_variant(${start})], sf_array(${array})), ${step})`,
  );
  return type === null ? result : cast(result, type, false, null, context);
};
const declaredType = (lambda: Node | undefined): SqlType | null => {
  const [first] = children(child(lambda, "Lambda", "params", "Many"));
  const type = child(first, "data_type");
  return type === null ? null : typeOf(type);
};

const castIfType =
  (kinds: string, type: string): FunctionRule =>
  ({ args: [x = ""], context }) =>
    evaluateOnce(
      x,
      (v) => `CASE WHEN sf_type(${v}) IN (${kinds}) THEN ${cast(v, typeFromName(type), false, null, context)} END`,
    );
const isType =
  (kinds: string): FunctionRule =>
  ({ args: [x] }) =>
    `(sf_type(${x}) IN (${kinds}))`;

export const semiStructured: Readonly<Record<string, FunctionRule>> = {
  PARSE_JSON: fromArgs((x) => `CAST(sf_parse_json(${x}) AS JSON)`),
  TRY_PARSE_JSON: fromArgs((x) => `CAST(sf_try_parse_json(${x}) AS JSON)`),
  CHECK_JSON: fromArgs((x) => `CASE WHEN sf_try_parse_json(${x}) IS NULL THEN 'invalid JSON' END`),
  TO_JSON: fromArgs((x) => `CAST(sf_variant(${x}) AS VARCHAR)`),
  TO_VARIANT: fromArgs((x) => `sf_variant(${x})`),
  TO_ARRAY: fromArgs((x) => `sf_array(${x})`),
  TO_OBJECT: fromArgs((x) => `sf_object(${x})`),
  STRIP_NULL_VALUE: fromArgs((x) =>
    evaluateOnce(x, (v) => `CASE WHEN CAST(${v} AS VARCHAR) = 'null' THEN NULL ELSE ${v} END`),
  ),
  TYPEOF: fromArgs((x) => `sf_type(${x})`),
  IS_NULL_VALUE: fromArgs((x) => `(sf_type(${x}) = 'NULL_VALUE')`),
  IS_ARRAY: isType("'ARRAY'"),
  IS_OBJECT: isType("'OBJECT'"),
  IS_INTEGER: isType("'INTEGER'"),
  IS_DECIMAL: isType("'INTEGER', 'DECIMAL'"),
  IS_DOUBLE: isType("'INTEGER', 'DECIMAL', 'DOUBLE'"),
  IS_REAL: isType("'INTEGER', 'DECIMAL', 'DOUBLE'"),
  IS_VARCHAR: isType("'VARCHAR'"),
  IS_CHAR: isType("'VARCHAR'"),
  IS_BOOLEAN: isType("'BOOLEAN'"),
  AS_ARRAY: castIfType("'ARRAY'", "ARRAY"),
  AS_OBJECT: castIfType("'OBJECT'", "OBJECT"),
  AS_INTEGER: castIfType("'INTEGER'", "INT"),
  AS_DOUBLE: castIfType("'INTEGER', 'DECIMAL', 'DOUBLE'", "FLOAT"),
  AS_REAL: castIfType("'INTEGER', 'DECIMAL', 'DOUBLE'", "FLOAT"),
  AS_VARCHAR: castIfType("'VARCHAR'", "VARCHAR"),
  AS_CHAR: castIfType("'VARCHAR'", "VARCHAR"),
  AS_BOOLEAN: castIfType("'BOOLEAN'", "BOOLEAN"),
  AS_DECIMAL: (call) => {
    const numbers = call.args.slice(1).map((arg) => Number(/^(\d+)::/.exec(arg)?.[1]));
    const [x = ""] = call.args;
    return evaluateOnce(
      x,
      (v) =>
        `CASE WHEN sf_type(${v}) IN ('INTEGER', 'DECIMAL') THEN ${cast(v, typeFromName("NUMBER", numbers), false, null, call.context)} END`,
    );
  },
  GET: fromArgs((x, key) => `sf_get(${x}, ${key})`),
  GET_IGNORE_CASE: fromArgs((x, key) => `sf_get(${x}, ${key})`),
  GET_PATH: fromArgs((x, path) => `CAST(sf_json_path(CAST(sf_variant(${x}) AS VARCHAR), ${path}) AS JSON)`),
  OBJECT_CONSTRUCT: (call) => objectConstruct(call, false),
  OBJECT_CONSTRUCT_KEEP_NULL: (call) => objectConstruct(call, true),
  OBJECT_KEYS: fromArgs((x) => `sf_variants(map_keys(sf_object(${x})))`),
  OBJECT_INSERT: fromArgs(
    (x, key, value, update) => `sf_object_insert(sf_object(${x}), ${key}, sf_variant(${value}), ${update || "false"})`,
  ),
  OBJECT_DELETE: fromArgs(
    (x, _b, _c, _d, args) => `sf_object_keep(sf_object(${x}), [${args.slice(1).join(", ")}], false)`,
  ),
  OBJECT_PICK: fromArgs(
    (x, _b, _c, _d, args) => `sf_object_keep(sf_object(${x}), [${args.slice(1).join(", ")}], true)`,
  ),
  MAP_KEYS: fromArgs((x) => `sf_variants(map_keys(sf_object(${x})))`),
  MAP_SIZE: fromArgs((x) => `cardinality(sf_object(${x}))`),
  MAP_CONTAINS_KEY: fromArgs((key, x) => `list_contains(map_keys(sf_object(${x})), ${key})`),
  ARRAY_CONSTRUCT: fromArgs(
    (_a, _b, _c, _d, args) => `CAST([${args.map((x) => `sf_variant(${x})`).join(", ")}] AS JSON[])`,
  ),
  ARRAY_CONSTRUCT_COMPACT: fromArgs(
    (_a, _b, _c, _d, args) =>
      `list_filter(CAST([${args.map((x) => `sf_variant(${x})`).join(", ")}] AS JSON[]), lambda sf__e: sf__e IS NOT NULL)`,
  ),
  ARRAY_SIZE: fromArgs((x) => `len(sf_only_array(${x}))`),
  ARRAY_CAT: fromArgs(arrayCat),
  ARRAY_APPEND: fromArgs((x, element) => `sf_cat(sf_array(${x}), [sf_variant(${element})])`),
  ARRAY_PREPEND: fromArgs((x, element) => `sf_cat([sf_variant(${element})], sf_array(${x}))`),
  ARRAY_INSERT: fromArgs((x, at, element) =>
    evaluateOnce(
      `sf_array(${x})`,
      (v) =>
        `list_concat(list_append(sf_slice_array(${v}, 0, ${castToBigint(at)}), sf_variant(${element})), sf_slice_array(${v}, ${castToBigint(at)}, len(${v})))`,
    ),
  ),
  ARRAY_COMPACT: fromArgs(
    (x) => `list_filter(sf_array(${x}), lambda sf__e: sf__e IS NOT NULL AND CAST(sf__e AS VARCHAR) <> 'null')`,
  ),
  ARRAY_CONTAINS: fromArgs((value, x) => `sf_contains(${elementTexts(x)}, CAST(sf_variant(${value}) AS VARCHAR))`),
  ARRAY_POSITION: fromArgs(
    (value, x) => `(list_position(${elementTexts(x)}, CAST(sf_variant(${value}) AS VARCHAR)) - 1)`,
  ),
  ARRAY_REMOVE: fromArgs((x, value) =>
    evaluateBothOnce(
      `sf_array(${x})`,
      `CAST(sf_variant(${value}) AS VARCHAR)`,
      (list, v) =>
        `CASE WHEN ${v} IS NOT NULL THEN list_filter(${list}, lambda sf__e: CAST(sf__e AS VARCHAR) IS DISTINCT FROM ${v}) END`,
    ),
  ),
  ARRAY_REMOVE_AT: fromArgs((x, at) =>
    evaluateOnce(
      `sf_array(${x})`,
      (v) =>
        `list_filter(${v}, lambda sf__e, sf__i: sf__i <> ${castToBigint(at)} + CASE WHEN ${castToBigint(at)} < 0 THEN len(${v}) + 1 ELSE 1 END)`,
    ),
  ),
  ARRAY_SLICE: fromArgs((x, start, end) =>
    evaluateOnce(`sf_array(${x})`, (v) => `sf_slice_array(${v}, ${castToBigint(start)}, ${castToBigint(end)})`),
  ),
  ARRAY_DISTINCT: fromArgs((x) => `CAST(sf_distinct(${elementTexts(x)}) AS JSON[])`),
  ARRAY_SORT: (call) => {
    const [x = "", ascending = "true", nulls] = call.args;
    return `sf_array_sort(sf_array(${x}), ${ascending}, ${nulls ?? `NOT ${ascending}`})`;
  },
  ARRAY_REVERSE: fromArgs((x) => `list_reverse(sf_array(${x}))`),
  ARRAY_MIN: fromArgs(
    (x) => `sf_array_sort(list_filter(sf_array(${x}), lambda sf__e: sf__e IS NOT NULL), true, false)[1]`,
  ),
  ARRAY_MAX: fromArgs(
    (x) => `sf_array_sort(list_filter(sf_array(${x}), lambda sf__e: sf__e IS NOT NULL), false, false)[1]`,
  ),
  ARRAY_FLATTEN: fromArgs((x) => `flatten(list_transform(sf_array(${x}), lambda sf__e: sf_array(sf__e)))`),
  ARRAY_EXCEPT: fromArgs((a, b) => `CAST(sf_except(${elementTexts(a)}, ${elementTexts(b)}) AS JSON[])`),
  ARRAY_INTERSECTION: fromArgs((a, b) => `CAST(sf_intersection(${elementTexts(a)}, ${elementTexts(b)}) AS JSON[])`),
  ARRAYS_OVERLAP: fromArgs((a, b) => `sf_overlap(${elementTexts(a)}, ${elementTexts(b)})`),
  ARRAYS_TO_OBJECT: fromArgs((keys, values) => `sf_arrays_to_object(sf_array(${keys}), sf_array(${values}))`),
  ARRAYS_ZIP: fromArgs((_a, _b, _c, _d, args) => `sf_zip([${args.map((x) => `to_json(sf_array(${x}))`).join(", ")}])`),
  ARRAY_TO_STRING: fromArgs(
    (x, separator) =>
      `sf_join(list_transform(sf_array(${x}), lambda sf__e: coalesce(sf_json_text(CAST(sf__e AS VARCHAR)), '')), ${separator})`,
  ),
  ARRAY_GENERATE_RANGE: fromArgs(
    (start, stop, step) =>
      `sf_variants(range(${castToBigint(start)}, ${castToBigint(stop)}, ${step === "" ? "1" : castToBigint(step)}))`,
  ),
  SPLIT: fromArgs((x, by) => `sf_split(${x}, ${by})`),
  STRTOK_TO_ARRAY: fromArgs((x, by) => `sf_variants(sf_tokens(${x}, ${by || "' '"}))`),
  TRANSFORM: transform,
  FILTER: filter,
  REDUCE: reduce,
  PARSE_URL: (call) =>
    `CAST(sf_parse_url(${call.args[0]}, ${hasArg(call, 1) ? `CAST(${call.args[1]} AS INTEGER)` : "0"}) AS JSON)`,
};
