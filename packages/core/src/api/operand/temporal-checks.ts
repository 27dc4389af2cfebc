import type { DType } from "../../dtype/dtype.js";
import { isTimestamp } from "../../dtype/kinds.js";
import { printDType } from "../../dtype/print.js";
import { AvocetError } from "../../errors.js";
import { suggestion } from "../../suggest.js";
import type { TimeDirective } from "../../time-format.js";
import { parseTimeFormat } from "../../time-format.js";

/** Checks the name of a unit, for callers without type checks. */
export function checkedUnit<U extends string>(unit: U, units: readonly U[], subject: string): U {
  if (units.includes(unit)) return unit;
  throw new AvocetError("invalid-argument", `${JSON.stringify(unit)} is not a unit of ${subject}`, {
    hint: suggestion(String(unit), units, "units"),
  });
}

/** Checks a strftime format. */
export function checkedTimeFormat(format: string): string {
  parseTimeFormat(format);
  return format;
}

const TIME_OF_DAY_DIRECTIVES: ReadonlySet<string> = new Set<TimeDirective>(["H", "I", "p", "M", "S", "f"]);
/** Checks the strftime format of a time of day, which has no date. */
export function checkedTimeOfDayFormat(format: string): string {
  for (const token of parseTimeFormat(format))
    if ("letter" in token && !TIME_OF_DAY_DIRECTIVES.has(token.letter))
      throw new AvocetError(
        "invalid-argument",
        `%${token.letter} is part of a date, which a time of day does not have`,
        {
          hint: "Use %H, %I, %p, %M, %S and %f.",
        },
      );
  return format;
}

/** Checks the name of a time zone. Offsets and abbreviations are refused, since engines interpret them differently. */
export function checkedZone(zone: string): string {
  const isWellFormed = typeof zone === "string" && /^(UTC|[A-Z][A-Za-z_]+(\/[A-Z][A-Za-z0-9_+-]+)+)$/.test(zone);
  if (isWellFormed && isKnownZone(zone)) return zone;
  throw new AvocetError("invalid-argument", `Unknown time zone: ${JSON.stringify(zone)}`, {
    hint: "Use UTC, or a name of the tz database such as Europe/Berlin.",
  });
}
function isKnownZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** Refuses a timestamp without a zone. */
export function requireInstant(dtype: DType, method: string): void {
  if (isTimestamp(dtype) && dtype.zone === null)
    throw new AvocetError("invalid-argument", `\`${method}\` needs an instant, but ${printDType(dtype)} has no zone`, {
      hint: "Convert it to an instant first: .toInstant(zone).",
    });
}
/** Refuses a timestamp with a zone. */
export function requireWallClock(dtype: DType, method: string): void {
  if (isTimestamp(dtype) && dtype.zone !== null)
    throw new AvocetError(
      "invalid-argument",
      `\`${method}\` needs a timestamp without a zone, not ${printDType(dtype)}`,
      {
        hint: "Use .atZone(zone) for the local time of a zone: this is an instant already.",
      },
    );
}
