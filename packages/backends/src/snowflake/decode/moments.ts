const NANOS = 1_000_000_000;

/** A moment as the service counts it: seconds since 1970, rounded down, and nanoseconds. */
interface Epoch {
  readonly seconds: number;
  readonly nanos: number;
}
/** Of `1704067200.123456789`, which a space and the offset of its zone may follow; null where the text is something else. */
function epochOf(text: string): Epoch | null {
  const [, sign, whole = "", fraction = ""] = /^(-?)(\d+)(?:\.(\d{1,9}))?(?: \d+)?$/.exec(text) ?? [];
  if (sign === undefined) return null;
  const [seconds, nanos] = [Number(whole), Number(fraction.padEnd(9, "0"))];
  if (sign === "") return { seconds, nanos };
  return nanos === 0 ? { seconds: 0 - seconds, nanos } : { seconds: 0 - seconds - 1, nanos: NANOS - nanos };
}
/** Of the driver's own objects, which are Dates that know the rest of the second. */
function epochOfDate(date: Date): Epoch {
  const own: unknown =
    "getNanoSeconds" in date && typeof date.getNanoSeconds === "function" ? date.getNanoSeconds() : undefined;
  const seconds = Math.floor(date.getTime() / 1000);
  return { seconds, nanos: typeof own === "number" ? own : (date.getTime() - seconds * 1000) * 1_000_000 };
}

const asEpoch = (value: unknown): Epoch | null => (value instanceof Date ? epochOfDate(value) : epochOf(String(value)));

/** A timestamp of a result as a Date; null where it is no such value. */
export function dateOf(value: unknown): Date | null {
  const epoch = asEpoch(value);
  return epoch && new Date(epoch.seconds * 1000 + Math.floor(epoch.nanos / 1_000_000));
}
/** A timestamp of a result as ISO 8601 with nine digits of a second; any other text as it is. */
export function momentText(value: unknown): string {
  const epoch = asEpoch(value);
  if (!epoch) return String(value);
  const upToSeconds = new Date(epoch.seconds * 1000).toISOString().slice(0, -5);
  return `${upToSeconds}.${String(epoch.nanos).padStart(9, "0")}`;
}
/** A date, which comes as the days since 1970. */
export function dayText(value: unknown): string {
  const days = value instanceof Date ? value.getTime() / 86_400_000 : Number(value);
  const iso = Number.isInteger(days) ? new Date(days * 86_400_000).toISOString() : null;
  return iso === null ? String(value) : iso.slice(0, iso.indexOf("T"));
}
/** A time of day, which comes as the seconds since midnight. */
export function clockText(value: unknown): string {
  const epoch = epochOf(String(value));
  if (!epoch) return String(value);
  return momentText(value).slice(11);
}
