// Dates and times as text: https://docs.snowflake.com/en/sql-reference/date-time-input-output#about-the-elements-used-in-input-and-output-formats

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

interface Parts {
  readonly date: Date;
  /** Microseconds within the second. */
  readonly micros: number;
}
function partsOf(micros: bigint): Parts {
  const seconds = micros >= 0n ? micros / 1_000_000n : (micros - 999_999n) / 1_000_000n;
  return { date: new Date(Number(seconds) * 1000), micros: Number(micros - seconds * 1_000_000n) };
}
const pad = (value: number, width: number): string => String(value).padStart(width, "0");

/** Microseconds since 1970 in a format. Instants are on the clock of UTC, as the session is. */
export function formatMoment(micros: bigint, format: string): string {
  const { date, micros: fraction } = partsOf(micros);
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

/** The pattern of an element, and what it says. */
const READERS: Readonly<Record<string, readonly [pattern: string, name: string]>> = {
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

/** Text in a format as microseconds since 1970; null where it does not fit. */
export function parseMoment(text: string, format: string): bigint | null {
  const names: string[] = [];
  const pattern = format.replace(ELEMENT, (element: string, literal: string | undefined) => {
    const upper = element.toUpperCase();
    const reader = /^FF\d?$/.test(upper) ? (["\\d{1,9}", "fraction"] as const) : READERS[upper];
    if (literal !== undefined || !reader) return escaped(literal ?? element);
    names.push(reader[1]);
    return `(${reader[0]})`;
  });
  const match = new RegExp(`^\\s*${pattern}\\s*$`, "i").exec(text);
  if (!match) return null;
  const found = new Map(names.map((name, i) => [name, match[i + 1] ?? ""]));
  return microsOf(found);
}
const escaped = (literal: string): string => literal.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&").replace(/\s+/g, "\\s+");

function microsOf(found: ReadonlyMap<string, string>): bigint | null {
  const number = (name: string, otherwise: number): number => Number(found.get(name) ?? otherwise);
  const short = found.get("shortYear");
  const year = short === undefined ? number("year", 1970) : Number(short) + (Number(short) < 70 ? 2000 : 1900);
  const word = found.get("month") ?? "1";
  const month = /^\d/.test(word)
    ? Number(word)
    : MONTHS.findIndex((name) => name.slice(0, 3).toLowerCase() === word.slice(0, 3).toLowerCase()) + 1;
  const half = found.get("half")?.toUpperCase();
  const hour = half === undefined ? number("hour", 0) : (number("hour", 12) % 12) + (half === "PM" ? 12 : 0);
  const [day, minute, second] = [number("day", 1), number("minute", 0), number("second", 0)];
  const date = new Date(Date.UTC(2000, month - 1, day, hour, minute, second));
  date.setUTCFullYear(year, month - 1, day);
  const wrong =
    date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59;
  if (wrong) return null;
  const fraction = Number((found.get("fraction") ?? "").slice(0, 6).padEnd(6, "0"));
  const [, sign, hours = "0", minutes = "0"] = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(found.get("offset") ?? "") ?? [];
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -1 : 1) * 60;
  return BigInt(date.getTime() - offset * 1000) * 1000n + BigInt(fraction);
}

const DATE = "([+-]?\\d{1,6})-(\\d{1,2})-(\\d{1,2})";
const CLOCK = "(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{0,9}))?)?";
const OFFSET = "(?:\\s*(Z|[+-]\\d{1,2}:?(?:\\d{2})?))?";
const MOMENT = new RegExp(`^\\s*${DATE}(?:[T ]\\s*${CLOCK}${OFFSET})?\\s*$`);
const TIME = new RegExp(`^\\s*${CLOCK}\\s*$`);

/**
 * Text as microseconds since 1970, or of a TIME since midnight, as a cast reads it: in the form of ISO 8601, or digits that count seconds or
 * parts of them. Null where it is none. https://docs.snowflake.com/en/sql-reference/date-time-input-output#timestamp-formats
 */
export function readMoment(text: string, type: string): bigint | null {
  if (/^\s*-?\d{1,18}\s*$/.test(text) && type !== "TIME") return counted(BigInt(text.trim()));
  const time = type === "TIME";
  const match = (time ? TIME : MOMENT).exec(text);
  if (!match) return null;
  const names = ["year", "month", "day", "hour", "minute", "second", "fraction", "offset"].slice(
    time ? 3 : 0,
    time ? 7 : 8,
  );
  const found = new Map(
    names.map((name, i) => [name, match[i + 1] ?? ""]).filter(([, part]) => part !== "") as [string, string][],
  ); // pairs
  if (found.get("offset") === "Z" || !type.startsWith("TIMESTAMP_") || type === "TIMESTAMP_NTZ") found.delete("offset");
  return microsOf(found);
}
/** Digits count seconds, milliseconds, microseconds or nanoseconds, by how many they are. */
function counted(value: bigint): bigint {
  const size = value < 0n ? -value : value;
  if (size < 31_536_000_000n) return value * 1_000_000n;
  if (size < 31_536_000_000_000n) return value * 1_000n;
  return size < 31_536_000_000_000_000n ? value : value / 1_000n;
}
