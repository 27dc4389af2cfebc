import { array, binary, bool, date, int64, notNull, string, time, timestamp, uuid } from "../../dtype/dtype.js";
import {
  elementwise,
  impure,
  integerArg,
  option,
  optional,
  stringArg,
  stringOrBinaryArg,
  value,
  values,
} from "../define.js";
import { integerOption, oneOf, stringOption } from "../options.js";

const HASH_ALGORITHMS = ["md5", "sha1", "sha256", "sha512"] as const;
/** The hash algorithms that every engine supports for strings. */
export type HashAlgorithm = (typeof HASH_ALGORITHMS)[number];

const unary = { arg: value(stringArg) };
const needleArgs = { arg: value(stringArg), needle: value(stringArg) };
const likeArgs = { arg: value(stringArg), pattern: value(stringArg) };
const regexArgs = { arg: value(stringArg), pattern: option(stringOption) };
const padArgs = { arg: value(stringArg), length: value(integerArg), pad: value(stringArg) };
const digestArgs = { arg: value(stringOrBinaryArg), how: option(oneOf(...HASH_ALGORITHMS)) };
const parseArgs = { arg: value(stringArg), format: option(stringOption) };
const stringArray = array(notNull(string));

const stringFunction = () => elementwise(unary, { dtype: string });
const urlPart = () => elementwise(unary, { dtype: string, nulls: "always" });

/**
 * String operations. Characters are Unicode code points. Positions count from 0, or from the end if negative; searches
 * return -1 if there is no match.
 */
export const stringOps = {
  /** Number of characters. */
  StringLength: elementwise(unary, { dtype: int64 }),
  /** Code point of the first character; 0 for an empty string. */
  StringAscii: elementwise(unary, { dtype: int64 }),
  /** String in upper case. */
  Uppercase: stringFunction(),
  /** String in lower case. */
  Lowercase: stringFunction(),
  /** String with the first character in upper case and the rest in lower case. */
  Capitalize: stringFunction(),
  /** String with its characters in reverse order. */
  Reverse: stringFunction(),
  /** String without whitespace (space, \t, \n, \v, \f, \r) at both ends. */
  Strip: stringFunction(),
  /** String without whitespace at the start. */
  LStrip: stringFunction(),
  /** String without whitespace at the end. */
  RStrip: stringFunction(),

  /** Whether the string contains another. */
  StringContains: elementwise(needleArgs, { dtype: bool }),
  /** Whether the string starts with another. */
  StartsWith: elementwise(needleArgs, { dtype: bool }),
  /** Whether the string ends with another. */
  EndsWith: elementwise(needleArgs, { dtype: bool }),
  /** Position of the first occurrence of a substring, at `start` or later; -1 if there is none. */
  StringFind: elementwise({ ...needleArgs, start: optional(integerArg) }, { dtype: int64 }),
  /** Position of the first option that equals the string; -1 if none does. */
  FindInSet: elementwise(
    { arg: value(stringArg), options: values(stringArg) },
    { dtype: int64, nulls: (a) => a.arg.dtype.nullable },
  ),
  /** Levenshtein edit distance: the number of insertions, deletions and substitutions. */
  Levenshtein: elementwise({ left: value(stringArg), right: value(stringArg) }, { dtype: int64 }),

  /** At most `length` characters from a position, or up to the end. */
  Substring: elementwise(
    { arg: value(stringArg), start: value(integerArg), length: optional(integerArg) },
    { dtype: string },
  ),
  /** Characters from position `start` up to but excluding `end`. */
  StringSlice: elementwise(
    { arg: value(stringArg), start: value(integerArg), end: value(integerArg) },
    { dtype: string },
  ),
  /** Last `count` characters, or all if there are fewer. */
  StrRight: elementwise({ arg: value(stringArg), count: value(integerArg) }, { dtype: string }),
  /** String repeated `times` times; empty if `times` is not positive. */
  Repeat: elementwise({ arg: value(stringArg), times: value(integerArg) }, { dtype: string }),
  /** String padded at the start to a length; longer strings are unchanged. */
  LPad: elementwise(padArgs, {
    dtype: string,
  }),
  /** String padded at the end to a length; longer strings are unchanged. */
  RPad: elementwise(padArgs, { dtype: string }),
  /** Each character of `from` replaced by the one at the same position in `to`, or removed if `to` is shorter. */
  Translate: elementwise({ arg: value(stringArg), from: value(stringArg), to: value(stringArg) }, { dtype: string }),
  /** Every occurrence of a substring replaced by another; an empty substring matches nowhere. */
  StringReplace: elementwise(
    { arg: value(stringArg), pattern: value(stringArg), replacement: value(stringArg) },
    { dtype: string },
  ),
  /** Concatenation of the strings; NULL if any is NULL. */
  StringConcat: elementwise({ args: values(stringArg) }, { dtype: string }),
  /** Strings joined by a separator; NULLs are skipped. */
  StringJoin: elementwise(
    { separator: value(stringArg), args: values(stringArg) },
    { dtype: string, nulls: (a) => a.separator.dtype.nullable },
  ),
  /** Substrings between the occurrences of a delimiter; the whole string if it does not occur. */
  StringSplit: elementwise({ arg: value(stringArg), delimiter: value(stringArg) }, { dtype: stringArray }),

  /** Whether the string matches a LIKE pattern: % is any string, _ any character, \ escapes. */
  StringLike: elementwise(likeArgs, {
    dtype: bool,
  }),
  /** Whether the string matches a LIKE pattern, ignoring case. */
  StringILike: elementwise(likeArgs, { dtype: bool }),
  /** Whether a regular expression matches anywhere in the string. */
  RegexSearch: elementwise(regexArgs, { dtype: bool }),
  /** Capture group (0 is the whole match) of the first match; NULL without a match, empty if the group is unused. */
  RegexExtract: elementwise({ ...regexArgs, group: option(integerOption) }, { dtype: string, nulls: "always" }),
  /** Substrings between the matches of a regular expression. */
  RegexSplit: elementwise(regexArgs, { dtype: stringArray }),
  /** Every match of a regular expression replaced; \1 to \9 in the replacement refer to capture groups. */
  RegexReplace: elementwise({ ...regexArgs, replacement: option(stringOption) }, { dtype: string }),

  /** Digest of the UTF-8 bytes, as binary. */
  HashBytes: elementwise(digestArgs, { dtype: binary }),
  /** Digest of the UTF-8 bytes, as lower-case hexadecimal. */
  HexDigest: elementwise(digestArgs, { dtype: string }),

  /** Timestamp parsed with a strftime format; an error if it does not match. */
  StringToTimestamp: elementwise(parseArgs, {
    dtype: timestamp(),
  }),
  /** Date parsed with a strftime format; an error if it does not match. */
  StringToDate: elementwise(parseArgs, {
    dtype: date,
  }),
  /** Time of day parsed with a strftime format; an error if it does not match. */
  StringToTime: elementwise(parseArgs, {
    dtype: time,
  }),

  /** Protocol of a URL; NULL if missing. */
  ExtractProtocol: urlPart(),
  /** User, host and port of a URL; NULL if missing. */
  ExtractAuthority: urlPart(),
  /** User and password of a URL; NULL if missing. */
  ExtractUserInfo: urlPart(),
  /** Host of a URL, without the port; NULL if missing. */
  ExtractHost: urlPart(),
  /** Path and query of a URL; NULL if missing. */
  ExtractFile: urlPart(),
  /** Path of a URL; NULL if missing. */
  ExtractPath: urlPart(),
  /** Query string of a URL, or the value of one of its keys, not decoded; NULL if missing. */
  ExtractQuery: elementwise({ arg: value(stringArg), key: option(stringOption) }, { dtype: string, nulls: "always" }),
  /** Fragment of a URL; NULL if missing. */
  ExtractFragment: urlPart(),

  /** Random UUID (version 4), different for each row. */
  RandomUUID: impure({}, { dtype: uuid }),
};
