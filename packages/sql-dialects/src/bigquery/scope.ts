import type { DType } from "@avocet/core";
import { int64, isStruct, struct } from "@avocet/core";
import type { LambdaSql, RuleContext } from "../dialect.js";
import { call, commaList, identifierSql, isNull, sql, withPrecedence } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import {
  hasAggregate,
  hasImpure,
  hasQuery,
  hasWindow,
  mark,
  markNames,
  namesMarkedOn,
  Precedence,
  sizeOf,
  some,
  withName,
} from "../sql/expr.js";
import { quote } from "./literal.js";
import { INNER, isListed, KEY, VALUE } from "./types.js";

// What BigQuery has in place of lambdas: queries over the elements of an array. Inside of them the names of the elements, and of
// the fields of elements that are structs, hide all others, so every name is chosen after what is used beside it is known.

/** The names, in lower case, that expressions use bare or bring in. */
function namesWithin(values: readonly Sql[]): Set<string> {
  const names = new Set<string>();
  for (const value of values)
    some(value, (s) => {
      if (s.kind === "name") names.add(s.name.toLowerCase());
      for (const own of namesMarkedOn(s) ?? []) names.add(own);
      return false;
    });
  return names;
}
/** A name that nothing in `values` has, nor is in `taken`. */
function freeName(wanted: string, values: readonly Sql[], taken: Iterable<string> = []): string {
  const used = new Set([...namesWithin(values), ...taken]);
  let free = wanted;
  for (let i = 2; used.has(free.toLowerCase()); i++) free = `${wanted}_${i}`;
  return free;
}

/** `IF`, which works out only the side that it gives. */
export const either = (condition: Sql, yes: Sql, no: Sql): Sql => call("IF", condition, yes, no);
/** The name of a field, which is no reference to anything beside it. */
export const label = (fieldName: string): Sql => ({ kind: "text", parts: [quote(fieldName)], level: Precedence.atom });
export const field = (record: Sql, fieldName: string): Sql =>
  record.kind === "column" || record.kind === "name"
    ? sql`${record}.${label(fieldName)}`
    : sql`(${record}).${label(fieldName)}`;

/** The rows of the elements of an array, in a query of a rule's own. */
export interface Elements {
  /** UNNEST(…) AS element WITH OFFSET AS place */
  readonly from: Sql;
  /** UNNEST(…) AS element, where the places are not asked for. */
  readonly only: Sql;
  readonly element: Sql;
  readonly place: Sql;
  /** Marks a query over these rows. */
  query(text: Sql): Sql;
}
/** The rows of an array of values of `dtype`; `beside` is all else that the query uses. */
export function elementsOf(array: Sql, dtype: DType, beside: readonly Sql[] = [], wanted = "element"): Elements {
  const used = namesWithin(beside);
  const fields = fieldNames(dtype);
  const hides = fields.some((own) => used.has(own));
  const shown = hides ? [] : fields;
  const element = freeName(wanted, beside, shown);
  const place = freeName("place", beside, [...shown, element]);
  const inner = hides ? freeName("value", beside, [element, place]) : element;
  const only = sql`UNNEST(${hides ? covered(array, inner, fields) : array}) AS ${identifierSql(element)}`;
  const value = hides ? sql`${identifierSql(element)}.${label(inner)}` : identifierSql(element);
  return {
    from: sql`${only} WITH OFFSET AS ${identifierSql(place)}`,
    only,
    element: isListed(dtype) ? sql`${value}.${label(INNER)}` : value,
    place: identifierSql(place),
    query: (text) => markNames(mark.scope(text), [element, place, inner, ...shown]),
  };
}
/** The elements as a field each, so that their own fields hide nothing. */
function covered(array: Sql, as: string, fields: readonly string[]): Sql {
  const own = identifierSql(freeName("covered", [], fields));
  const at = identifierSql(freeName("at", [], fields));
  return arrayOf(
    sql`SELECT AS STRUCT ${own} AS ${label(as)} FROM UNNEST(${array}) AS ${own} WITH OFFSET AS ${at} ORDER BY ${at}`,
  );
}
/** The rows of the entries of a map. */
export function entriesOf(map: Sql, beside: readonly Sql[] = []) {
  const rows = elementsOf(map, ENTRY, beside, "entry");
  const { element: entry } = rows;
  return { ...rows, entry, key: sql`${entry}.${label(KEY)}`, value: sql`${entry}.${label(VALUE)}` };
}
const ENTRY = struct({ [KEY]: int64, [VALUE]: int64 }); // only the names matter
const fieldNames = (dtype: DType): readonly string[] => {
  if (isListed(dtype)) return [INNER];
  return isStruct(dtype) ? Object.keys(dtype.fields).map((n) => n.toLowerCase()) : [];
};

/** A value as the element of an array: an array stands in a struct. */
export const boxed = (value: Sql, dtype: DType): Sql =>
  isListed(dtype) ? sql`STRUCT(${value} AS ${label(INNER)})` : value;
/** What is in an element of an array. */
export const unboxed = (element: Sql, dtype: DType): Sql => (isListed(dtype) ? field(element, INNER) : element);

/** The array of a query. */
export const arrayOf = (query: Sql): Sql => sql`ARRAY(${query})`;

/** The body of a user's lambda, with its parameters as the element and the place. */
export function bodyOf(
  { params, body }: LambdaSql,
  array: Sql,
  dtype: DType,
  { unsupported }: Pick<RuleContext, "unsupported">,
): { readonly rows: Elements; readonly body: Sql } {
  if (hasQuery(body))
    throw unsupported("a lambda cannot hold a subquery", "make the subquery a column with mutate, and use that column");
  const [element = "", place] = params;
  // The parameters go out of the body, so their own names are free again.
  const without = [element, place].reduce(
    (left: Sql, param) => (param === undefined ? left : withName(left, param, sql`0`)),
    body,
  );
  const rows = elementsOf(array, dtype, [without], element);
  const placed = place === undefined ? body : withName(body, place, MARK);
  return { rows, body: withName(withName(placed, element, rows.element), MARK.name, rows.place) };
}
/** Stands for the place while the element is put in, whose own name may be that of the place. */
const MARK = { kind: "name", name: "\u0001place" } as const;

const isLeaf = (value: Sql): boolean => value.kind !== "text" && value.kind !== "query";

/** An expression that uses others more than once, given by names of its own: those that are more than a column or a literal are worked out once. */
export function once<A extends { readonly [name: string]: Sql }>(args: A, use: (args: A) => Sql): Sql {
  const entries = Object.entries(args);
  const computed = entries.filter(([, value]) => !isLeaf(value));
  if (computed.length === 0) return use(args);
  const taken = new Set<string>();
  const values = entries.map(([, value]) => value);
  const named = computed.map(([arg, value]) => {
    const free = freeName(arg, values, taken);
    taken.add(free.toLowerCase());
    return [arg, free, value] as const;
  });
  const body = use({ ...args, ...Object.fromEntries(named.map(([arg, free]) => [arg, identifierSql(free)])) });
  return withVariables(
    named.map(([, free, value]) => [free, value] as const),
    body,
  );
}
/** WITH(name AS value, …, body). */
function withVariables(variables: readonly (readonly [string, Sql])[], body: Sql): Sql {
  const list = commaList([...variables.map(([variable, value]) => sql`${identifierSql(variable)} AS ${value}`), body]);
  return markNames(
    withPrecedence(Precedence.atom)`WITH(${list})`,
    variables.map(([variable]) => variable),
  );
}

const SHORT = 8;
/** As {@link once} for what costs little to compute: a short expression is written out each time. */
export const onceIfLong = <A extends { readonly [name: string]: Sql }>(args: A, use: (args: A) => Sql): Sql =>
  Object.values(args).every(isCheap) ? use(args) : once(args, use);
const isCheap = (value: Sql): boolean =>
  sizeOf(value, SHORT) <= SHORT && !hasQuery(value) && !hasImpure(value) && !hasWindow(value) && !hasAggregate(value);

/** NULL where one of `args` may be and is; `nullable` says which may be. */
export function unlessNull<A extends { readonly [name: string]: Sql }>(
  args: A,
  nullable: (arg: string) => boolean,
  use: (args: A) => Sql,
): Sql {
  const tested = Object.keys(args).filter(nullable);
  if (tested.length === 0) return use(args);
  return onceIfLong(args, (values) => {
    const tests = tested.flatMap((arg) => values[arg] ?? []).map(isNull);
    return either(
      tests.length === 1 ? (tests[0] ?? sql`FALSE`) : withPrecedence(Precedence.or)`${commaList(tests, " OR ")}`,
      sql`NULL`,
      use(values),
    );
  });
}
/** Whether an argument may be NULL. */
export const mayBeNull =
  (context: Pick<RuleContext, "dtype">) =>
  (arg: string): boolean =>
    context.dtype(arg).nullable;
