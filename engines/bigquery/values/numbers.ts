/** Decodes an integer from little-endian bytes in two's complement. */
export function bigintFromBytes(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  const isNegative = ((bytes.at(-1) ?? 0) & 0x80) !== 0;
  return isNegative ? value - (1n << BigInt(8 * bytes.length)) : value;
}

/** Encodes an integer with the fewest possible bytes. */
export function bytesFromBigint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  for (let remaining = value; ; ) {
    const byte = Number(BigInt.asUintN(8, remaining));
    bytes.push(byte);
    remaining >>= 8n;
    if ((remaining === 0n && byte < 0x80) || (remaining === -1n && byte >= 0x80)) return Uint8Array.from(bytes);
  }
}

/** Formats `value / 10^scale` without trailing zeros. */
export function decimalText(value: bigint, scale: number): string {
  const isNegative = value < 0n;
  const digits = String(isNegative ? -value : value).padStart(scale + 1, "0");
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, "");
  return `${isNegative ? "-" : ""}${digits.slice(0, digits.length - scale)}${fraction ? `.${fraction}` : ""}`;
}

/** Rounds the last digits of an integer to zero, half away from zero. */
export function roundDigits(value: bigint, digits: number): bigint {
  const unit = 10n ** BigInt(digits);
  const half = unit / 2n;
  return ((value < 0n ? value - half : value + half) / unit) * unit;
}

/** Formats a double as BigQuery does. */
export function doubleText(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  if (Object.is(value, -0)) return "-0.0";
  const text = String(value);
  return /[.e]/.test(text) ? text.replace("e", "E").replace("E+", "E") : `${text}.0`;
}
