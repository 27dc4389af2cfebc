/** A number in a JSON text, with all its digits. */
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
const MIN_UNSAFE_LENGTH = 16;

/**
 * Parses JSON without losing digits: numbers that may exceed a JavaScript number become {@link ExactNumber}s; with
 * `keepAllDigits` all numbers do. JSON.parse does not expose the digits of numbers, so they are first rewritten to
 * strings that start with a marker character, which does not occur in the text.
 */
export function parseExact(text: string, keepAllDigits: boolean): unknown {
  if (!keepAllDigits && !/\d[\d.eE+-]{15}/.test(text)) return JSON.parse(text);
  const marker = unusedCharacter(text);
  const markedText = text.replace(STRINGS_AND_NUMBERS, (token) =>
    token.startsWith('"') || (!keepAllDigits && token.length < MIN_UNSAFE_LENGTH) ? token : `"${marker}${token}"`,
  );
  return JSON.parse(markedText, (_, value: unknown) =>
    typeof value === "string" && value.startsWith(marker) ? new ExactNumber(value.slice(1)) : value,
  );
}

/** Prints parsed JSON, with all digits of numbers. */
export function printExact(value: unknown): string {
  const marker = unusedCharacter(JSON.stringify(value));
  const text = JSON.stringify(value, function (this: unknown, key, item: unknown) {
    const exact: unknown = typeof this === "object" && this !== null ? Reflect.get(this, key) : item;
    return exact instanceof ExactNumber ? `${marker}${exact.digits}` : item;
  });
  return text.replaceAll(new RegExp(`"${marker}([^"]*)"`, "g"), "$1");
}

/** A private-use character that does not occur in a text. */
function unusedCharacter(text: string): string {
  for (let code = 0xe000; code < 0xf8ff; code++) {
    const character = String.fromCharCode(code);
    if (!text.includes(character)) return character;
  }
  throw new RangeError("The JSON text contains every private-use character, so its numbers cannot be marked");
}
