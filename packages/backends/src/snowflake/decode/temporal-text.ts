const NANOS_PER_SECOND = 1_000_000_000;

/** A timestamp as the service represents it: seconds since 1970, rounded down, and nanoseconds. */
interface Epoch {
  readonly seconds: number;
  readonly nanos: number;
}
/** Parses `1704067200.123456789`, optionally followed by a space and a zone offset; null for any other text. */
function parseEpoch(text: string): Epoch | null {
  const [, sign, integerDigits = "", fraction = ""] = /^(-?)(\d+)(?:\.(\d{1,9}))?(?: \d+)?$/.exec(text) ?? [];
  if (sign === undefined) return null;
  const [seconds, nanos] = [Number(integerDigits), Number(fraction.padEnd(9, "0"))];
  if (sign === "") return { seconds, nanos };
  return nanos === 0 ? { seconds: 0 - seconds, nanos } : { seconds: 0 - seconds - 1, nanos: NANOS_PER_SECOND - nanos };
}
/** Converts a Date of the driver, which has an additional method for its nanoseconds. */
function epochOfDate(date: Date): Epoch {
  const exactNanos: unknown =
    "getNanoSeconds" in date && typeof date.getNanoSeconds === "function" ? date.getNanoSeconds() : undefined;
  const seconds = Math.floor(date.getTime() / 1000);
  return {
    seconds,
    nanos: typeof exactNanos === "number" ? exactNanos : (date.getTime() - seconds * 1000) * 1_000_000,
  };
}

const toEpoch = (value: unknown): Epoch | null =>
  value instanceof Date ? epochOfDate(value) : parseEpoch(String(value));

/** Converts a timestamp of a result to a Date; null if it is not a timestamp. */
export function toDate(value: unknown): Date | null {
  const epoch = toEpoch(value);
  return epoch && new Date(epoch.seconds * 1000 + Math.floor(epoch.nanos / 1_000_000));
}
/** Converts a timestamp of a result to ISO 8601 with nine fractional digits; other text is returned unchanged. */
export function timestampText(value: unknown): string {
  const epoch = toEpoch(value);
  if (!epoch) return String(value);
  const upToSeconds = new Date(epoch.seconds * 1000).toISOString().slice(0, -5);
  return `${upToSeconds}.${String(epoch.nanos).padStart(9, "0")}`;
}
/** Converts a date of a result, the number of days since 1970, to ISO 8601. */
export function dateText(value: unknown): string {
  const days = value instanceof Date ? value.getTime() / 86_400_000 : Number(value);
  const iso = Number.isInteger(days) ? new Date(days * 86_400_000).toISOString() : null;
  return iso === null ? String(value) : iso.slice(0, iso.indexOf("T"));
}
/** Converts a time of a result, the seconds since midnight, to ISO 8601. */
export function timeText(value: unknown): string {
  const epoch = parseEpoch(String(value));
  if (!epoch) return String(value);
  return timestampText(value).slice(11);
}
