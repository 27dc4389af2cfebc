import { AvocetError } from "../errors.js";
import { suggestion } from "../suggest.js";

/** In which form a result gives the values of some dtypes, also inside arrays, maps and structs. */
export interface ValueEncoding {
  /** int64 and uint64: `number`, where one beyond 2^53 is an error; `bigint`; or its digits as a `string`. */
  readonly int64: "number" | "bigint" | "string";
  /** decimal: its digits as a `string`, exact; or a `number`, the double that is nearest. */
  readonly decimal: "string" | "number";
  /** date: `YYYY-MM-DD`, or a `Date` of midnight in UTC. */
  readonly date: "string" | "Date";
  /**
   * timestamp: a `Date`, cut to milliseconds; ISO 8601 as a `string` with all digits, and a `Z` if it has a zone; or `micros`,
   * microseconds since 1970 as a bigint. Wall-clock time counts as if it were in UTC.
   */
  readonly timestamp: "Date" | "string" | "micros";
  /** json: `parsed`, or its text as a `string`, where numbers have all their digits; spaces and the order of keys are the engine's own. */
  readonly json: "parsed" | "string";
}
/** As {@link ValueEncoding}, where what is left out is as the connection has it, or as it is by default. */
export type ValueOptions = Partial<ValueEncoding>;

/** The forms of values where nothing else is asked for. */
export interface DefaultEncoding extends ValueEncoding {
  readonly int64: "number";
  readonly decimal: "string";
  readonly date: "string";
  readonly timestamp: "Date";
  readonly json: "parsed";
}
/** The value of {@link DefaultEncoding}. */
export const DEFAULT_ENCODING: DefaultEncoding = Object.freeze({
  int64: "number",
  decimal: "string",
  date: "string",
  timestamp: "Date",
  json: "parsed",
});

/** No options for values: all is as the connection has it. */
export type NoOptions = Readonly<Record<never, never>>;
/** The forms of values in which nothing is lost. */
export const EXACT_ENCODING = Object.freeze({
  int64: "bigint",
  decimal: "string",
  date: "string",
  timestamp: "string",
  json: "string",
} as const satisfies ValueEncoding);
/** The modes `F` with the options `O` put over them. */
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
 * The modes that several options make together, later ones over earlier ones, over the defaults.
 * @throws AvocetError `invalid-argument` for an option that there is not
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

/** Modes that have been tested, and lack nothing. */
const RESOLVED = new WeakSet<ValueOptions>([DEFAULT_ENCODING]);
const isResolved = (options: ValueOptions): options is ValueEncoding => RESOLVED.has(options);

function checkMode(name: string, mode: unknown): void {
  const modesByOption: ReadonlyMap<string, readonly unknown[]> = new Map(Object.entries(MODES));
  const modes = modesByOption.get(name);
  if (!modes)
    throw new AvocetError("invalid-argument", `there is no option ${name} for values`, {
      hint: suggestion(name, [...modesByOption.keys()], "options"),
    });
  if (!modes.includes(mode))
    throw new AvocetError("invalid-argument", `values of ${name} cannot be given as ${JSON.stringify(mode)}`, {
      hint: `Ask for ${modes.map((each) => JSON.stringify(each)).join(" or ")}.`,
    });
}
