import type { DType } from "@avocet/core";
import { int64, struct } from "@avocet/core";
import { isStruct } from "@avocet/core/dialect";
import type { LambdaSql, RuleContext } from "../dialect.js";
import { call, commaList, identifierSql, isNull, sql, withPrecedence } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import {
  anyNode,
  hasAggregate,
  hasImpure,
  hasQuery,
  hasWindow,
  mark,
  markScopedNames,
  replaceName,
  scopedNamesOf,
  sizeOf,
} from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";
import { quote } from "./literal.js";
import { isArrayLike, KEY, NESTED_ARRAY_FIELD, VALUE } from "./types.js";

// Subqueries over the elements of an array, which replace lambdas in BigQuery. Inside of them the names of elements and
// of the fields of struct elements hide outer names, so each name is chosen to differ from those that the query uses.

/** The unqualified names that expressions use or introduce, in lower case. */
function namesUsedIn(values: readonly Sql[]): Set<string> {
  const names = new Set<string>();
  for (const value of values)
    anyNode(value, (s) => {
      if (s.kind === "name") names.add(s.name.toLowerCase());
      for (const name of scopedNamesOf(s) ?? []) names.add(name);
      return false;
    });
  return names;
}
/** A name that is neither used in `values` nor in `reserved`: `preferred`, with a number if necessary. */
function unusedName(preferred: string, values: readonly Sql[], reserved: Iterable<string> = []): string {
  const used = new Set([...namesUsedIn(values), ...reserved]);
  let candidate = preferred;
  for (let i = 2; used.has(candidate.toLowerCase()); i++) candidate = `${preferred}_${i}`;
  return candidate;
}

/** `IF`, which evaluates only the branch that it returns. */
export const ifElse = (condition: Sql, yes: Sql, no: Sql): Sql => call("IF", condition, yes, no);
/** The quoted name of a struct field, which is not a reference to a column. */
export const fieldLabel = (fieldName: string): Sql => ({
  kind: "text",
  segments: [quote(fieldName)],
  precedence: Precedence.atom,
});
/** Access to a field of a struct. */
export const structField = (record: Sql, fieldName: string): Sql =>
  record.kind === "column" || record.kind === "name"
    ? sql`${record}.${fieldLabel(fieldName)}`
    : sql`(${record}).${fieldLabel(fieldName)}`;

/** The elements of an array as rows of a subquery. */
export interface ElementRows {
  /** `UNNEST(…) AS element WITH OFFSET AS place` */
  readonly from: Sql;
  /** `UNNEST(…) AS element`, for queries that do not use the offset. */
  readonly fromWithoutOffset: Sql;
  readonly element: Sql;
  readonly offset: Sql;
  /** Marks the text of a query over these rows as a scope that introduces their names. */
  query(text: Sql): Sql;
}
/**
 * The rows of an array with elements of `dtype`. `usedExprs` are the other expressions in the query, whose names must
 * not be hidden.
 */
export function elementRows(
  array: Sql,
  dtype: DType,
  usedExprs: readonly Sql[] = [],
  preferred = "element",
): ElementRows {
  const used = namesUsedIn(usedExprs);
  const fields = fieldNames(dtype);
  const hidesUsedName = fields.some((name) => used.has(name));
  const visibleFields = hidesUsedName ? [] : fields;
  const element = unusedName(preferred, usedExprs, visibleFields);
  const offset = unusedName("place", usedExprs, [...visibleFields, element]);
  const inner = hidesUsedName ? unusedName("value", usedExprs, [element, offset]) : element;
  const fromWithoutOffset = sql`UNNEST(${hidesUsedName ? wrapElements(array, inner, fields) : array}) AS ${identifierSql(element)}`;
  const value = hidesUsedName ? sql`${identifierSql(element)}.${fieldLabel(inner)}` : identifierSql(element);
  return {
    from: sql`${fromWithoutOffset} WITH OFFSET AS ${identifierSql(offset)}`,
    fromWithoutOffset,
    element: isArrayLike(dtype) ? sql`${value}.${fieldLabel(NESTED_ARRAY_FIELD)}` : value,
    offset: identifierSql(offset),
    query: (text) => markScopedNames(mark.scope(text), [element, offset, inner, ...visibleFields]),
  };
}
/** Wraps each element in a struct with one field, so that the fields of the element hide no outer name. */
function wrapElements(array: Sql, fieldName: string, fields: readonly string[]): Sql {
  const element = identifierSql(unusedName("covered", [], fields));
  const offset = identifierSql(unusedName("at", [], fields));
  return arrayOf(
    sql`SELECT AS STRUCT ${element} AS ${fieldLabel(fieldName)} FROM UNNEST(${array}) AS ${element} WITH OFFSET AS ${offset} ORDER BY ${offset}`,
  );
}
/** The entries of a map as rows of a subquery. */
export function entryRows(map: Sql, usedExprs: readonly Sql[] = []) {
  const rows = elementRows(map, ENTRY, usedExprs, "entry");
  const { element: entry } = rows;
  return { ...rows, entry, key: sql`${entry}.${fieldLabel(KEY)}`, value: sql`${entry}.${fieldLabel(VALUE)}` };
}
const ENTRY = struct({ [KEY]: int64, [VALUE]: int64 }); // only its field names are used
const fieldNames = (dtype: DType): readonly string[] => {
  if (isArrayLike(dtype)) return [NESTED_ARRAY_FIELD];
  return isStruct(dtype) ? Object.keys(dtype.fields).map((n) => n.toLowerCase()) : [];
};

/** Converts a value to an array element: nested arrays are wrapped in a struct. */
export const wrapNestedArray = (value: Sql, dtype: DType): Sql =>
  isArrayLike(dtype) ? sql`STRUCT(${value} AS ${fieldLabel(NESTED_ARRAY_FIELD)})` : value;
/** The value of an array element, without the struct around a nested array. */
export const unwrapNestedArray = (element: Sql, dtype: DType): Sql =>
  isArrayLike(dtype) ? structField(element, NESTED_ARRAY_FIELD) : element;

/** `ARRAY(…)` of the rows of a query. */
export const arrayOf = (query: Sql): Sql => sql`ARRAY(${query})`;

/** The body of a user's lambda, with its parameters replaced by the element and its offset. */
export function inlineLambda(
  { params, body }: LambdaSql,
  array: Sql,
  dtype: DType,
  { unsupported }: Pick<RuleContext, "unsupported">,
): { readonly rows: ElementRows; readonly body: Sql } {
  if (hasQuery(body))
    throw unsupported(
      "a callback cannot contain a subquery",
      "compute the subquery as a column with mutate, and use that column",
    );
  const [elementParam = "", offsetParam] = params;
  // The parameters are replaced, so their names are not in use.
  const bodyWithoutParams = [elementParam, offsetParam].reduce(
    (left: Sql, param) => (param === undefined ? left : replaceName(left, param, sql`0`)),
    body,
  );
  const rows = elementRows(array, dtype, [bodyWithoutParams], elementParam);
  const bodyWithOffset = offsetParam === undefined ? body : replaceName(body, offsetParam, OFFSET_MARK);
  return {
    rows,
    body: replaceName(replaceName(bodyWithOffset, elementParam, rows.element), OFFSET_MARK.name, rows.offset),
  };
}
/** Placeholder for the offset while the element is substituted, because the element may have the offset's name. */
const OFFSET_MARK = { kind: "name", name: "\u0001place" } as const;

const isCheapToRepeat = (value: Sql): boolean => value.kind !== "text" && value.kind !== "query";

/**
 * Builds an expression that uses its arguments several times. Arguments other than columns and literals are computed
 * once, as variables of WITH(…), named like the keys of `args`.
 */
export function evaluateOnce<A extends { readonly [name: string]: Sql }>(args: A, build: (args: A) => Sql): Sql {
  const entries = Object.entries(args);
  const computed = entries.filter(([, value]) => !isCheapToRepeat(value));
  if (computed.length === 0) return build(args);
  const reserved = new Set<string>();
  const values = entries.map(([, value]) => value);
  const variables = computed.map(([arg, value]) => {
    const variable = unusedName(arg, values, reserved);
    reserved.add(variable.toLowerCase());
    return [arg, variable, value] as const;
  });
  const body = build({
    ...args,
    ...Object.fromEntries(variables.map(([arg, variable]) => [arg, identifierSql(variable)])),
  });
  return withExpression(
    variables.map(([, variable, value]) => [variable, value] as const),
    body,
  );
}
/** `WITH(name AS value, …, body)` */
function withExpression(variables: readonly (readonly [string, Sql])[], body: Sql): Sql {
  const list = commaList([...variables.map(([variable, value]) => sql`${identifierSql(variable)} AS ${value}`), body]);
  return markScopedNames(
    withPrecedence(Precedence.atom)`WITH(${list})`,
    variables.map(([variable]) => variable),
  );
}

const MAX_REPEATED_SIZE = 8;
/** Like {@link evaluateOnce}, but repeats arguments that are cheap to compute. */
export const evaluateOnceIfCostly = <A extends { readonly [name: string]: Sql }>(
  args: A,
  build: (args: A) => Sql,
): Sql => (Object.values(args).every(isCheap) ? build(args) : evaluateOnce(args, build));
const isCheap = (value: Sql): boolean =>
  sizeOf(value, MAX_REPEATED_SIZE) <= MAX_REPEATED_SIZE &&
  !hasQuery(value) &&
  !hasImpure(value) &&
  !hasWindow(value) &&
  !hasAggregate(value);

/** Builds an expression that is NULL if one of the arguments is NULL; `nullable` tells which ones may be. */
export function evaluateUnlessNull<A extends { readonly [name: string]: Sql }>(
  args: A,
  nullable: (arg: string) => boolean,
  build: (args: A) => Sql,
): Sql {
  const nullableArgs = Object.keys(args).filter(nullable);
  if (nullableArgs.length === 0) return build(args);
  return evaluateOnceIfCostly(args, (values) => {
    const tests = nullableArgs.flatMap((arg) => values[arg] ?? []).map(isNull);
    return ifElse(
      tests.length === 1 ? (tests[0] ?? sql`FALSE`) : withPrecedence(Precedence.or)`${commaList(tests, " OR ")}`,
      sql`NULL`,
      build(values),
    );
  });
}
/** A predicate that tests whether an argument may be NULL. */
export const nullableArg =
  (context: Pick<RuleContext, "dtype">) =>
  (arg: string): boolean =>
    context.dtype(arg).nullable;
