import type { Node } from "./ast.js";

/** A value that is sent beside the text. */
export interface Bind {
  readonly type: string;
  readonly value: string | null;
}
/** What the session brings to the translation of a statement. */
export interface Settings {
  /** A parameter of the session, by its name in upper case. */
  parameter(name: string): string;
  readonly database: string | null;
  readonly schema: string | null;
  readonly user: string;
  readonly role: string;
  readonly warehouse: string | null;
  readonly session: string;
}
/** One statement on its way to DuckDB's SQL. */
export interface Translation {
  readonly settings: Settings;
  /** The value of the next `?`, or of a numbered place. */
  bind(place?: number): Bind;
  /** What the parameters of the lambdas around are in DuckDB's SQL. */
  readonly locals: ReadonlyMap<string, string>;
  /** Inside of a lambda: works out a query of one value before it, as DuckDB's lambdas hold none, and gives what it is called there. */
  readonly before: ((query: string) => string) | null;
}

/** The translation of one statement with its bound values. */
export function translation(settings: Settings, binds: readonly Bind[]): Translation {
  let next = 0;
  return {
    settings,
    locals: new Map(),
    before: null,
    bind(place) {
      const index = place === undefined ? next++ : place - 1;
      return binds[index] ?? { type: "TEXT", value: null };
    },
  };
}

/** A string in DuckDB's SQL, which has no escapes in strings and takes no U+0000 in them. */
export function stringSql(value: string): string {
  const parts = value.split("\0").map((part) => `'${part.replaceAll("'", "''")}'`);
  return parts.length === 1 ? text0(parts) : `(${parts.join(" || chr(0) || ")})`;
}
const text0 = ([first = "''"]: readonly string[]): string => first;

const SIMPLE = /^(?:"(?:[^"]|"")*"(?:\."(?:[^"]|"")*")*|'(?:[^']|'')*'|[\w.]+(?:::[A-Z]+(?:\([\d, ]+\))?)?)$/;
/** An expression that `body` uses several times, worked out once. */
export const once = (sql: string, body: (value: string) => string): string =>
  SIMPLE.test(sql) ? body(sql) : `list_transform([${sql}], lambda sf__v: ${body("sf__v")})[1]`;
/** As {@link once}, for two. */
export const onceBoth = (a: string, b: string, body: (a: string, b: string) => string): string =>
  SIMPLE.test(a) && SIMPLE.test(b)
    ? body(a, b)
    : `list_transform([{'a': ${a}, 'b': ${b}}], lambda sf__p: ${body("sf__p.a", "sf__p.b")})[1]`;

/** The literal text of a constant string, for what must be known beforehand; undefined for any other expression. */
export function constantText(node: Node | undefined): string | undefined {
  if (typeof node !== "object" || node === null || !("Value" in node)) return undefined;
  const value: unknown = JSON.parse(JSON.stringify(node)).Value?.value;
  if (typeof value !== "object" || value === null) return undefined;
  if ("SingleQuotedString" in value) return String(value.SingleQuotedString);
  if ("Number" in value && Array.isArray(value.Number)) return String(value.Number[0]);
  return undefined;
}
