import { AvocetError } from "../errors.js";
import { suggestion } from "../suggest.js";

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

const MODES: { readonly [K in keyof ValueEncoding]: readonly ValueEncoding[K][] } = {
  int64: ["number", "bigint", "string"],
  decimal: ["string", "number"],
  date: ["string", "Date"],
  timestamp: ["Date", "string", "micros"],
  json: ["parsed", "string"],
};

/**
 * Merges options into a full encoding; later ones override earlier ones and the defaults.
 * @throws AvocetError `invalid-argument` for an unknown option or value
 * @example resolveEncoding({ int64: "bigint" }, { date: "Date" }).int64 // "bigint"
 */
export function resolveEncoding(...options: readonly (ValueOptions | undefined)[]): ValueEncoding {
  let encoding: ValueEncoding = DEFAULT_ENCODING;
  for (const valueOptions of options) {
    if (!valueOptions) continue;
    if (isResolved(valueOptions)) {
      encoding = valueOptions;
      continue;
    }
    const entries = Object.entries(valueOptions).filter(([, mode]) => mode !== undefined);
    for (const [name, mode] of entries) checkMode(name, mode);
    if (entries.length > 0) encoding = { ...encoding, ...Object.fromEntries(entries) };
  }
  if (!isResolved(encoding)) RESOLVED.add(Object.freeze(encoding));
  return encoding;
}

/** Encodings that are complete and checked. */
const RESOLVED = new WeakSet<ValueOptions>([DEFAULT_ENCODING]);
const isResolved = (options: ValueOptions): options is ValueEncoding => RESOLVED.has(options);

function checkMode(name: string, mode: unknown): void {
  const modesByOption: ReadonlyMap<string, readonly unknown[]> = new Map(Object.entries(MODES));
  const modes = modesByOption.get(name);
  if (!modes)
    throw new AvocetError("invalid-argument", `There is no option "${name}" for values`, {
      hint: suggestion(name, [...modesByOption.keys()], "options"),
    });
  if (!modes.includes(mode))
    throw new AvocetError("invalid-argument", `There is no encoding ${JSON.stringify(mode)} for "${name}"`, {
      hint: `Use ${modes.map((option) => JSON.stringify(option)).join(" or ")}.`,
    });
}
