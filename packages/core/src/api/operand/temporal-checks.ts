import type { DType } from "../../dtype/dtype.js";
import { isTimestamp } from "../../dtype/kinds.js";
import { printDType } from "../../dtype/print.js";
import { AvocetError } from "../../errors.js";
import { suggestion } from "../../suggest.js";
import type { TimeDirective } from "../../time-format.js";
import { parseTimeFormat } from "../../time-format.js";

/** Checks the name of a unit where the compiler did not. */
export function checkedUnit<U extends string>(unit: U, units: readonly U[], subject: string): U {
  if (units.includes(unit)) return unit;
  throw new AvocetError("invalid-argument", `${JSON.stringify(unit)} is not a unit of ${subject}`, {
    hint: suggestion(String(unit), units, "units"),
  });
}

/** Checks a date and time format. */
export function checkedTimeFormat(format: string): string {
  parseTimeFormat(format);
  return format;
}

const TIME_OF_DAY_DIRECTIVES: ReadonlySet<string> = new Set<TimeDirective>(["H", "I", "p", "M", "S", "f"]);
/** Checks the format of a time of day, which has no date. */
export function checkedTimeOfDayFormat(format: string): string {
  for (const token of parseTimeFormat(format))
    if ("letter" in token && !TIME_OF_DAY_DIRECTIVES.has(token.letter))
      throw new AvocetError("invalid-argument", `a time of day has no %${token.letter}, which is part of a date`, {
        hint: "The parts of a time of day are %H, %I, %p, %M, %S and %f.",
      });
  return format;
}

/** Checks the name of a time zone, as JavaScript knows them. Offsets and abbreviations mean different zones to different engines. */
export function checkedZone(zone: string): string {
  const isWellFormed = typeof zone === "string" && /^(UTC|[A-Z][A-Za-z_]+(\/[A-Z][A-Za-z0-9_+-]+)+)$/.test(zone);
  if (isWellFormed && isKnownZone(zone)) return zone;
  throw new AvocetError("invalid-argument", `there is no time zone ${JSON.stringify(zone)}`, {
    hint: "A zone is UTC, or a place of the tz database such as Europe/Berlin.",
  });
}
function isKnownZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** Refuses a timestamp without a zone, and says how to give it one. */
export function requireInstant(dtype: DType, method: string): void {
  if (isTimestamp(dtype) && dtype.zone === null)
    throw new AvocetError("invalid-argument", `${method} takes an instant, but ${printDType(dtype)} has no zone`, {
      hint: "Say which zone's clock it shows: .toInstant(zone).",
    });
}
/** Refuses a timestamp that is an instant already. */
export function requireWallClock(dtype: DType, method: string): void {
  if (isTimestamp(dtype) && dtype.zone !== null)
    throw new AvocetError("invalid-argument", `${method} takes a timestamp without a zone, not ${printDType(dtype)}`, {
      hint: "It is an instant already; .atZone(zone) gives what the clocks of a zone show.",
    });
}
