import { AvocetError } from "./errors.js";

/** The letters of a date and time format, as of strftime, that every engine can read and write. */
export const TIME_DIRECTIVES = {
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
export type TimeDirective = keyof typeof TIME_DIRECTIVES;
/** A piece of a format: a part of the date or time, or text that stands for itself. */
export type TimeFormatToken = { readonly letter: TimeDirective } | { readonly text: string };

const isDirective = (letter: string): letter is TimeDirective => Object.hasOwn(TIME_DIRECTIVES, letter);

/**
 * The pieces of a date and time format; refuses a letter that is not in {@link TIME_DIRECTIVES}.
 * @example timePieces("%Y!") // [{ letter: "Y" }, { text: "!" }]
 */
export function parseTimeFormat(format: string): readonly TimeFormatToken[] {
  if (typeof format !== "string" || format === "")
    throw new AvocetError("invalid-argument", "a date and time format is a string such as '%Y-%m-%d %H:%M:%S'");
  const tokens: TimeFormatToken[] = [];
  let text = "";
  for (const [match, letter] of format.matchAll(/%(.?)|[^%]+/gsu)) {
    if (letter === undefined) text += match;
    else if (letter === "%") text += "%";
    else if (isDirective(letter)) {
      if (text !== "") tokens.push({ text });
      text = "";
      tokens.push({ letter });
    } else throw unknownDirectiveError(format, match);
  }
  return text === "" ? tokens : [...tokens, { text }];
}

function unknownDirectiveError(format: string, match: string): AvocetError {
  const directives = Object.entries(TIME_DIRECTIVES).map(([letter, meaning]) => `%${letter} ${meaning}`);
  return new AvocetError("invalid-argument", `the format ${JSON.stringify(format)} has an unknown part: ${match}`, {
    hint: "Write a percent sign as %%. The parts are those that every engine knows.",
    detail: directives.join("\n"),
  });
}
