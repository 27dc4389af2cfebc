import { AvocetError } from "../errors.js";
import { suggestion } from "../suggest.js";
import type { ValueEncoding, ValueOptions } from "./value-encoding.js";
import { DEFAULT_ENCODING } from "./value-encoding.js";

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
