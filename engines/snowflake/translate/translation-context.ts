import type { Node } from "./ast.js";

/** A bound value. */
export interface Bind {
  readonly type: string;
  readonly value: string | null;
}
/** The properties of the session that a translation depends on. */
export interface Settings {
  /** Returns a session parameter, by its name in upper case. */
  parameter(name: string): string;
  readonly database: string | null;
  readonly schema: string | null;
  readonly user: string;
  readonly role: string;
  readonly warehouse: string | null;
  readonly session: string;
}
/** The context of the translation of a statement. */
export interface TranslationContext {
  readonly settings: Settings;
  /** Returns the value of the next `?`, or of a numbered parameter. */
  bind(position?: number): Bind;
  /** The enclosing lambda parameters, in DuckDB's SQL. */
  readonly locals: ReadonlyMap<string, string>;
  /**
   * Inside a lambda, evaluates a scalar subquery before the lambda and returns the expression that refers to its value;
   * DuckDB's lambdas cannot contain subqueries.
   */
  readonly hoistQuery: ((query: string) => string) | null;
}

/** Creates the context for a statement with its bound values. */
export function createContext(settings: Settings, binds: readonly Bind[]): TranslationContext {
  let nextIndex = 0;
  return {
    settings,
    locals: new Map(),
    hoistQuery: null,
    bind(position) {
      const index = position === undefined ? nextIndex++ : position - 1;
      return binds[index] ?? { type: "TEXT", value: null };
    },
  };
}

/** A string literal for DuckDB, which has no escapes in strings and does not allow U+0000 in them. */
export function stringSql(value: string): string {
  const segments = value.split("\0").map((segment) => `'${segment.replaceAll("'", "''")}'`);
  return segments.length === 1 ? firstSegment(segments) : `(${segments.join(" || chr(0) || ")})`;
}
const firstSegment = ([first = "''"]: readonly string[]): string => first;

const REPEATABLE = /^(?:"(?:[^"]|"")*"(?:\."(?:[^"]|"")*")*|'(?:[^']|'')*'|[\w.]+(?:::[A-Z]+(?:\([\d, ]+\))?)?)$/;
/** Builds an expression that uses another one several times but evaluates it once. */
export const evaluateOnce = (sql: string, use: (value: string) => string): string =>
  REPEATABLE.test(sql) ? use(sql) : `list_transform([${sql}], lambda sf__v: ${use("sf__v")})[1]`;
/** Like {@link evaluateOnce}, for two expressions. */
export const evaluateBothOnce = (a: string, b: string, use: (a: string, b: string) => string): string =>
  REPEATABLE.test(a) && REPEATABLE.test(b)
    ? use(a, b)
    : `list_transform([{'a': ${a}, 'b': ${b}}], lambda sf__p: ${use("sf__p.a", "sf__p.b")})[1]`;

/** The text of a string or number literal; undefined for any other expression. */
export function constantText(node: Node | undefined): string | undefined {
  if (typeof node !== "object" || node === null || !("Value" in node)) return undefined;
  const value: unknown = JSON.parse(JSON.stringify(node)).Value?.value;
  if (typeof value !== "object" || value === null) return undefined;
  if ("SingleQuotedString" in value) return String(value.SingleQuotedString);
  if ("Number" in value && Array.isArray(value.Number)) return String(value.Number[0]);
  return undefined;
}
