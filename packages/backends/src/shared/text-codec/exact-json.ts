/** A number of a JSON text with all its digits. */
export class ExactNumber {
  readonly digits: string;
  constructor(digits: string) {
    this.digits = digits;
  }
  toJSON(): number {
    return Number(this.digits);
  }
}

const STRINGS_AND_NUMBERS = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
const LONG = 16;

/**
 * JSON, parsed: numbers that a JavaScript number may not hold come as {@link ExactNumber}; all of them do with `every`.
 * JSON.parse gives no access to the digits, so such numbers are made strings with a mark that the text does not hold.
 */
export function parseExact(text: string, every: boolean): unknown {
  if (!every && !/\d[\d.eE+-]{15}/.test(text)) return JSON.parse(text);
  const mark = absentFrom(text);
  const marked = text.replace(STRINGS_AND_NUMBERS, (token) =>
    token.startsWith('"') || (!every && token.length < LONG) ? token : `"${mark}${token}"`,
  );
  return JSON.parse(marked, (_, value: unknown) =>
    typeof value === "string" && value.startsWith(mark) ? new ExactNumber(value.slice(1)) : value,
  );
}

/** Parsed JSON as text again, numbers with all their digits. */
export function printExact(value: unknown): string {
  const mark = absentFrom(JSON.stringify(value));
  const text = JSON.stringify(value, function (this: unknown, key, item: unknown) {
    const exact: unknown = typeof this === "object" && this !== null ? Reflect.get(this, key) : item;
    return exact instanceof ExactNumber ? `${mark}${exact.digits}` : item;
  });
  return text.replaceAll(new RegExp(`"${mark}([^"]*)"`, "g"), "$1");
}

/** A character for private use that a text does not hold. */
function absentFrom(text: string): string {
  for (let code = 0xe000; code < 0xf8ff; code++) {
    const mark = String.fromCharCode(code);
    if (!text.includes(mark)) return mark;
  }
  throw new RangeError("the text holds every character for private use");
}
