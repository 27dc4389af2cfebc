import { AvocetError } from "./errors.js";

/** The strftime directives that every engine can format and parse, with their meaning. */
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
/** The letter of a strftime directive. */
export type TimeDirective = keyof typeof TIME_DIRECTIVES;
/** A token of a strftime format: a directive, or literal text. */
export type TimeFormatToken = { readonly letter: TimeDirective } | { readonly text: string };

const isDirective = (letter: string): letter is TimeDirective => Object.hasOwn(TIME_DIRECTIVES, letter);

/**
 * Splits a strftime format into tokens.
 * Throws `invalid-argument` for a directive that is not in {@link TIME_DIRECTIVES}.
 * @example parseTimeFormat("%Y!") // [{ letter: "Y" }, { text: "!" }]
 */
export function parseTimeFormat(format: string): readonly TimeFormatToken[] {
  if (typeof format !== "string" || format === "")
    throw new AvocetError("invalid-argument", "A date and time format must be a string such as '%Y-%m-%d %H:%M:%S'");
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
  return new AvocetError(
    "invalid-argument",
    `The format ${JSON.stringify(format)} contains an unknown directive: ${match}`,
    {
      hint: "Use the directives below, which every engine supports, and %% for a percent sign.",
      detail: directives.join("\n"),
    },
  );
}
