import type { Value } from "../googlesql/proto.js";

// Civil time and intervals are encoded as in ZetaSQL's civil_time.h and interval_value.h.

const twoDigits = (n: number): string => String(n).padStart(2, "0");
const DAY_MS = 86_400_000;

/** Fractional seconds with no, three or six digits. */
function fractionText(micros: number): string {
  if (micros === 0) return "";
  const sixDigits = String(micros).padStart(6, "0");
  return `.${sixDigits.endsWith("000") ? sixDigits.slice(0, 3) : sixDigits}`;
}

export const dateText = (days: number): string => new Date(days * DAY_MS).toISOString().slice(0, 10);

function timeOfDayText(hour: number, minute: number, second: number, nanos: number): string {
  return `${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)}${fractionText(Math.floor(nanos / 1000))}`;
}

export function datetimeText({
  bitFieldDatetimeSeconds = "0",
  nanos = 0,
}: NonNullable<Value["datetimeValue"]>): string {
  const bits = BigInt(bitFieldDatetimeSeconds);
  const bitField = (shift: bigint, width: bigint): number => Number((bits >> shift) & ((1n << width) - 1n));
  const date = `${String(bitField(26n, 14n)).padStart(4, "0")}-${twoDigits(bitField(22n, 4n))}-${twoDigits(bitField(17n, 5n))}`;
  return `${date}T${timeOfDayText(bitField(12n, 5n), bitField(6n, 6n), bitField(0n, 6n), nanos)}`;
}

export function timeText(value: string): string {
  const bits = BigInt(value);
  const seconds = Number(bits >> 30n);
  const nanos = Number(bits & ((1n << 30n) - 1n));
  return timeOfDayText((seconds >> 12) & 31, (seconds >> 6) & 63, seconds & 63, nanos);
}

/** Microseconds since 1970. */
export const timestampMicros = ({ seconds = "0", nanos = 0 }: NonNullable<Value["timestampValue"]>): bigint =>
  BigInt(seconds) * 1_000_000n + BigInt(Math.floor(nanos / 1000));

/** Seconds since 1970, the API's default format of timestamps. */
export function secondsText(micros: bigint): string {
  const seconds = Number(micros) / 1e6;
  const text = String(seconds);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** An interval such as `1-2 3 4:5:6.789`. */
export function intervalText(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const micros = view.getBigInt64(0, true);
  const days = view.getInt32(8, true);
  const packed = view.getUint32(12, true);
  const months = (packed & 0x80000000) !== 0 ? -((packed & 0x7fffe000) >> 13) : (packed & 0x7fffe000) >> 13;
  const absMonths = Math.abs(months);
  const absMicros = micros < 0n ? -micros : micros;
  const seconds = absMicros / 1_000_000n;
  const timeOfDay = `${seconds / 3600n}:${(seconds / 60n) % 60n}:${seconds % 60n}${fractionText(Number(absMicros % 1_000_000n))}`;
  return `${months < 0 ? "-" : ""}${Math.floor(absMonths / 12)}-${absMonths % 12} ${days} ${micros < 0n ? "-" : ""}${timeOfDay}`;
}
