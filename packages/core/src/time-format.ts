import { AvocetError } from "./errors.js";

/** The letters of a date and time format, as of strftime, that every engine can read and write. */
export const TIME_LETTERS = {
  Y: "year, four digits",
  y: "year, two digits",
  m: "month, 01 to 12",
  B: "month in English",
  b: "month in English, three letters",
  d: "day, 01 to 31",
  j: "day of the year, 001 to 366",
  A: "weekday in English",
  a: "weekday in English, three letters",
  H: "hour, 00 to 23",
  I: "hour, 01 to 12",
  p: "AM or PM",
  M: "minute, 00 to 59",
  S: "second, 00 to 59",
  f: "microseconds, six digits",
} as const;
/** A letter of a date and time format. */
export type TimeLetter = keyof typeof TIME_LETTERS;
/** A piece of a format: a part of the date or time, or text that stands for itself. */
export type TimePiece = { readonly letter: TimeLetter } | { readonly text: string };

const isLetter = (letter: string): letter is TimeLetter => Object.hasOwn(TIME_LETTERS, letter);

/**
 * The pieces of a date and time format; refuses a letter that is not in {@link TIME_LETTERS}.
 * @example timePieces("%Y!") // [{ letter: "Y" }, { text: "!" }]
 */
export function timePieces(format: string): readonly TimePiece[] {
  if (typeof format !== "string" || format === "")
    throw new AvocetError("invalid-argument", "a date and time format is a string such as '%Y-%m-%d %H:%M:%S'");
  const pieces: TimePiece[] = [];
  let text = "";
  for (const [found, letter] of format.matchAll(/%(.?)|[^%]+/gsu)) {
    if (letter === undefined) text += found;
    else if (letter === "%") text += "%";
    else if (isLetter(letter)) {
      if (text !== "") pieces.push({ text });
      text = "";
      pieces.push({ letter });
    } else throw unknownLetter(format, found);
  }
  return text === "" ? pieces : [...pieces, { text }];
}

function unknownLetter(format: string, found: string): AvocetError {
  const known = Object.entries(TIME_LETTERS).map(([letter, means]) => `%${letter} ${means}`);
  return new AvocetError("invalid-argument", `the format ${JSON.stringify(format)} has an unknown part: ${found}`, {
    hint: "Write a percent sign as %%. The parts are those that every engine knows.",
    detail: known.join("\n"),
  });
}
