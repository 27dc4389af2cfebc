/** The JavaScript form of result values by dtype, also inside arrays, maps and structs. */
export interface ValueEncoding {
  /** int64 and uint64: `number`, where a value beyond 2^53 is an error; `bigint`; or the digits as a `string`. */
  readonly int64: "number" | "bigint" | "string";
  /** decimal: the digits as a `string`, exact; or a `number`, the nearest double. */
  readonly decimal: "string" | "number";
  /** date: `YYYY-MM-DD` as a `string`, or a `Date` at midnight in UTC. */
  readonly date: "string" | "Date";
  /**
   * timestamp: a `Date`, truncated to milliseconds; ISO 8601 with all digits as a `string`, ending in `Z` if it has a
   * zone; or `micros`, microseconds since 1970 as a bigint. A timestamp without a zone is treated as UTC.
   */
  readonly timestamp: "Date" | "string" | "micros";
  /**
   * json: `parsed`, or the text as a `string`, where numbers have all their digits. White space and the order of keys
   * are those of the engine.
   */
  readonly json: "parsed" | "string";
}
/** A partial {@link ValueEncoding}; the connection, or the default, determines the rest. */
export type ValueOptions = Partial<ValueEncoding>;

/** The type of {@link DEFAULT_ENCODING}. */
export interface DefaultEncoding extends ValueEncoding {
  readonly int64: "number";
  readonly decimal: "string";
  readonly date: "string";
  readonly timestamp: "Date";
  readonly json: "parsed";
}
/** The encoding of values by default. */
export const DEFAULT_ENCODING: DefaultEncoding = Object.freeze({
  int64: "number",
  decimal: "string",
  date: "string",
  timestamp: "Date",
  json: "parsed",
});

/** No options for values: all are those of the connection. */
export type NoOptions = Readonly<Record<never, never>>;
/** The encoding that loses nothing. */
export const EXACT_ENCODING = Object.freeze({
  int64: "bigint",
  decimal: "string",
  date: "string",
  timestamp: "string",
  json: "string",
} as const satisfies ValueEncoding);
/** The encoding `F` overridden by the options `O`. */
export type MergedEncoding<F extends ValueEncoding, O extends ValueOptions> = keyof O extends never
  ? F
  : {
      readonly [K in keyof ValueEncoding]: K extends keyof O
        ? NonNullable<O[K]> | (undefined extends O[K] ? F[K] : never)
        : F[K];
    };
