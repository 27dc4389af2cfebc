// Conversion of dates and times from and to text:
// https://docs.snowflake.com/en/sql-reference/date-time-input-output#about-the-elements-used-in-input-and-output-formats

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const ELEMENT = /"([^"]*)"|YYYY|YY|UUUU|MMMM|MON|MM|DD|DY|HH24|HH12|HH|AM|PM|MI|SS|FF\d?|TZHTZM|TZH:TZM|TZH|TZM|./gis;

interface TimestampFields {
  readonly date: Date;
  /** Microseconds within the second. */
  readonly micros: number;
}
function fieldsOf(micros: bigint): TimestampFields {
  const seconds = micros >= 0n ? micros / 1_000_000n : (micros - 999_999n) / 1_000_000n;
  return { date: new Date(Number(seconds) * 1000), micros: Number(micros - seconds * 1_000_000n) };
}
const pad = (value: number, width: number): string => String(value).padStart(width, "0");

/** Formats microseconds since 1970. Timestamps with a time zone are in UTC, the time zone of the session. */
export function formatTimestamp(micros: bigint, format: string): string {
  const { date, micros: fraction } = fieldsOf(micros);
  const hour = date.getUTCHours();
  return format.replace(ELEMENT, (element: string, literal: string | undefined) => {
    if (literal !== undefined) return literal;
    const upper = element.toUpperCase();
    switch (upper) {
      case "YYYY":
      case "UUUU":
        return pad(date.getUTCFullYear(), 4);
      case "YY":
        return pad(date.getUTCFullYear() % 100, 2);
      case "MMMM":
        return MONTHS[date.getUTCMonth()] ?? "";
      case "MON":
        return (MONTHS[date.getUTCMonth()] ?? "").slice(0, 3);
      case "MM":
        return pad(date.getUTCMonth() + 1, 2);
      case "DD":
        return pad(date.getUTCDate(), 2);
      case "DY":
        return (DAYS[date.getUTCDay()] ?? "").slice(0, 3);
      case "HH24":
      case "HH":
        return pad(hour, 2);
      case "HH12":
        return pad(hour % 12 || 12, 2);
      case "AM":
      case "PM":
        return hour < 12 ? "AM" : "PM";
      case "MI":
        return pad(date.getUTCMinutes(), 2);
      case "SS":
        return pad(date.getUTCSeconds(), 2);
      case "TZHTZM":
        return "+0000";
      case "TZH:TZM":
        return "+00:00";
      case "TZH":
        return "+00";
      case "TZM":
        return "00";
      default:
        return upper.startsWith("FF") && upper.length <= 3
          ? `${pad(fraction, 6)}000`.slice(0, Number(upper[2] ?? 9))
          : element;
    }
  });
}

/** The pattern and the field of each format element. */
const ELEMENT_PATTERNS: Readonly<Record<string, readonly [pattern: string, name: string]>> = {
  YYYY: ["[+-]?\\d{1,6}", "year"],
  UUUU: ["[+-]?\\d{1,6}", "year"],
  YY: ["\\d{2}", "shortYear"],
  MMMM: [MONTHS.join("|"), "month"],
  MON: [MONTHS.map((name) => `${name}|${name.slice(0, 3)}`).join("|"), "month"],
  MM: ["\\d{1,2}", "month"],
  DD: ["\\d{1,2}", "day"],
  DY: [DAYS.map((name) => name.slice(0, 3)).join("|"), "weekday"],
  HH24: ["\\d{1,2}", "hour"],
  HH: ["\\d{1,2}", "hour"],
  HH12: ["\\d{1,2}", "hour"],
  AM: ["[AP]M", "half"],
  PM: ["[AP]M", "half"],
  MI: ["\\d{1,2}", "minute"],
  SS: ["\\d{1,2}", "second"],
  TZHTZM: ["[+-]\\d{4}", "offset"],
  "TZH:TZM": ["[+-]\\d{2}:\\d{2}", "offset"],
  TZH: ["[+-]\\d{1,2}", "offset"],
};

/** Parses text in a format to microseconds since 1970; null if it does not match. */
export function parseWithFormat(text: string, format: string): bigint | null {
  const names: string[] = [];
  const pattern = format.replace(ELEMENT, (element: string, literal: string | undefined) => {
    const upper = element.toUpperCase();
    const elementPattern = /^FF\d?$/.test(upper) ? (["\\d{1,9}", "fraction"] as const) : ELEMENT_PATTERNS[upper];
    if (literal !== undefined || !elementPattern) return escapeRegex(literal ?? element);
    names.push(elementPattern[1]);
    return `(${elementPattern[0]})`;
  });
  const match = new RegExp(`^\\s*${pattern}\\s*$`, "i").exec(text);
  if (!match) return null;
  const fields = new Map(names.map((name, i) => [name, match[i + 1] ?? ""]));
  return microsOf(fields);
}
const escapeRegex = (literal: string): string =>
  literal.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&").replace(/\s+/g, "\\s+");

function microsOf(fields: ReadonlyMap<string, string>): bigint | null {
  const fieldNumber = (name: string, fallback: number): number => Number(fields.get(name) ?? fallback);
  const shortYear = fields.get("shortYear");
  const year =
    shortYear === undefined ? fieldNumber("year", 1970) : Number(shortYear) + (Number(shortYear) < 70 ? 2000 : 1900);
  const monthText = fields.get("month") ?? "1";
  const month = /^\d/.test(monthText)
    ? Number(monthText)
    : MONTHS.findIndex((name) => name.slice(0, 3).toLowerCase() === monthText.slice(0, 3).toLowerCase()) + 1;
  const meridiem = fields.get("half")?.toUpperCase();
  const hour =
    meridiem === undefined ? fieldNumber("hour", 0) : (fieldNumber("hour", 12) % 12) + (meridiem === "PM" ? 12 : 0);
  const [day, minute, second] = [fieldNumber("day", 1), fieldNumber("minute", 0), fieldNumber("second", 0)];
  const date = new Date(Date.UTC(2000, month - 1, day, hour, minute, second));
  date.setUTCFullYear(year, month - 1, day);
  const isInvalid =
    date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59;
  if (isInvalid) return null;
  const fraction = Number((fields.get("fraction") ?? "").slice(0, 6).padEnd(6, "0"));
  const [, sign, hours = "0", minutes = "0"] = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(fields.get("offset") ?? "") ?? [];
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -1 : 1) * 60;
  return BigInt(date.getTime() - offset * 1000) * 1000n + BigInt(fraction);
}

const DATE_PATTERN = "([+-]?\\d{1,6})-(\\d{1,2})-(\\d{1,2})";
const TIME_PATTERN = "(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{0,9}))?)?";
const OFFSET_PATTERN = "(?:\\s*(Z|[+-]\\d{1,2}:?(?:\\d{2})?))?";
const DATE_TIME = new RegExp(`^\\s*${DATE_PATTERN}(?:[T ]\\s*${TIME_PATTERN}${OFFSET_PATTERN})?\\s*$`);
const TIME = new RegExp(`^\\s*${TIME_PATTERN}\\s*$`);

/**
 * Parses text as a cast does: ISO 8601, or a number of seconds or fractions of seconds. Returns microseconds since
 * 1970, for a TIME since midnight, or null if the text does not match.
 * https://docs.snowflake.com/en/sql-reference/date-time-input-output#timestamp-formats
 */
export function parseForCast(text: string, type: string): bigint | null {
  if (/^\s*-?\d{1,18}\s*$/.test(text) && type !== "TIME") return fromNumber(BigInt(text.trim()));
  const isTime = type === "TIME";
  const match = (isTime ? TIME : DATE_TIME).exec(text);
  if (!match) return null;
  const names = ["year", "month", "day", "hour", "minute", "second", "fraction", "offset"].slice(
    isTime ? 3 : 0,
    isTime ? 7 : 8,
  );
  const fields = new Map(
    names.map((name, i) => [name, match[i + 1] ?? ""]).filter(([, fieldText]) => fieldText !== "") as [
      string,
      string,
    ][],
  ); // pairs
  if (fields.get("offset") === "Z" || !type.startsWith("TIMESTAMP_") || type === "TIMESTAMP_NTZ")
    fields.delete("offset");
  return microsOf(fields);
}
/** Converts a number of seconds, milliseconds, microseconds or nanoseconds, whose magnitude determines the unit. */
function fromNumber(value: bigint): bigint {
  const size = value < 0n ? -value : value;
  if (size < 31_536_000_000n) return value * 1_000_000n;
  if (size < 31_536_000_000_000n) return value * 1_000n;
  return size < 31_536_000_000_000_000n ? value : value / 1_000n;
}
