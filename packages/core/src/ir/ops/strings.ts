import { array, binary, bool, date, int64, notNull, string, time, timestamp, uuid } from "../../dtype/dtype.js";
import { elementwise, impure, integer, option, optional, text, textOrBytes, value, values } from "../define.js";
import { anyText, oneOf, whole } from "../options.js";

const HASH_ALGORITHMS = ["md5", "sha1", "sha256", "sha512"] as const;
/** The digests that every engine can take of text. */
export type HashAlgorithm = (typeof HASH_ALGORITHMS)[number];

const one = { arg: value(text) };
const sought = { arg: value(text), needle: value(text) };
const matched = { arg: value(text), pattern: value(text) };
const regex = { arg: value(text), pattern: option(anyText) };
const padded = { arg: value(text), length: value(integer), pad: value(text) };
const digested = { arg: value(textOrBytes), how: option(oneOf(...HASH_ALGORITHMS)) };
const parsed = { arg: value(text), format: option(anyText) };
const pieces = array(notNull(string));

const changed = (doc: string) => elementwise(doc, one, { dtype: string });
const urlPart = (doc: string) => elementwise(doc, one, { dtype: string, nulls: "always" });

/** Characters are code points; positions count from 0 and are -1 for what is absent; negative ones count from the end. */
export const stringOps = {
  StringLength: elementwise("How many code points there are.", one, { dtype: int64 }),
  StringAscii: elementwise("The number of the first code point, 0 for no text.", one, { dtype: int64 }),
  Uppercase: changed("In upper case."),
  Lowercase: changed("In lower case."),
  Capitalize: changed("The first character in upper case, the others in lower case."),
  Reverse: changed("The code points from the last to the first."),
  Strip: changed("Without white space (space, \\t, \\n, \\v, \\f, \\r) at both ends."),
  LStrip: changed("Without white space at the start."),
  RStrip: changed("Without white space at the end."),

  StringContains: elementwise("Whether a text occurs in it.", sought, { dtype: bool }),
  StartsWith: elementwise("Whether it starts with a text.", sought, { dtype: bool }),
  EndsWith: elementwise("Whether it ends with a text.", sought, { dtype: bool }),
  StringFind: elementwise(
    "The position of the first occurrence of a text, at `start` or later; -1 if there is none.",
    { ...sought, start: optional(integer) },
    { dtype: int64 },
  ),
  FindInSet: elementwise(
    "The position of the first option that equals it; -1 if none does.",
    { arg: value(text), options: values(text) },
    { dtype: int64, nulls: (a) => a.arg.dtype.nullable },
  ),
  Levenshtein: elementwise(
    "How many code points must be put in, left out or exchanged to make one text of the other.",
    { left: value(text), right: value(text) },
    { dtype: int64 },
  ),

  Substring: elementwise(
    "At most `length` code points from a position on; all of the rest without a length.",
    { arg: value(text), start: value(integer), length: optional(integer) },
    { dtype: string },
  ),
  StringSlice: elementwise(
    "The code points from one position up to, not including, another.",
    { arg: value(text), start: value(integer), end: value(integer) },
    { dtype: string },
  ),
  StrRight: elementwise(
    "The last `count` code points, all of them if there are fewer.",
    { arg: value(text), count: value(integer) },
    { dtype: string },
  ),
  Repeat: elementwise(
    "The text, as many times over; no text for zero and below.",
    { arg: value(text), times: value(integer) },
    { dtype: string },
  ),
  LPad: elementwise("Filled up at the start to a length; a longer text stays as it is.", padded, { dtype: string }),
  RPad: elementwise("Filled up at the end to a length; a longer text stays as it is.", padded, { dtype: string }),
  Translate: elementwise(
    "Each code point of `from` replaced by the one at its place in `to`, removed if `to` is too short.",
    { arg: value(text), from: value(text), to: value(text) },
    { dtype: string },
  ),
  StringReplace: elementwise(
    "Every occurrence of a text replaced by another; an empty one occurs nowhere.",
    { arg: value(text), pattern: value(text), replacement: value(text) },
    { dtype: string },
  ),
  StringConcat: elementwise(
    "The texts one after the other; NULL if any is.",
    { args: values(text) },
    { dtype: string },
  ),
  StringJoin: elementwise(
    "The texts with a separator between them, NULLs left out.",
    { separator: value(text), args: values(text) },
    { dtype: string, nulls: (a) => a.separator.dtype.nullable },
  ),
  StringSplit: elementwise(
    "The pieces between the occurrences of a delimiter; the whole text if it does not occur.",
    { arg: value(text), delimiter: value(text) },
    { dtype: pieces },
  ),

  StringLike: elementwise("Whether it matches a LIKE pattern: % any text, _ a code point, \\ escapes.", matched, {
    dtype: bool,
  }),
  StringILike: elementwise("Whether it matches a LIKE pattern, upper and lower case alike.", matched, { dtype: bool }),
  RegexSearch: elementwise("Whether a regular expression matches some part of it.", regex, { dtype: bool }),
  RegexExtract: elementwise(
    "What a group (0 is the whole) of a regular expression matches first; NULL without a match, empty if the group takes no part.",
    { ...regex, group: option(whole) },
    { dtype: string, nulls: "always" },
  ),
  RegexSplit: elementwise("The pieces between the matches of a regular expression.", regex, { dtype: pieces }),
  RegexReplace: elementwise(
    "Every match of a regular expression replaced; \\1 to \\9 in the replacement are groups.",
    { ...regex, replacement: option(anyText) },
    { dtype: string },
  ),

  HashBytes: elementwise("The digest of the UTF-8 bytes, as bytes.", digested, { dtype: binary }),
  HexDigest: elementwise("The digest of the UTF-8 bytes, as hex digits in lower case.", digested, { dtype: string }),

  StringToTimestamp: elementwise("The date and time that it says in a strftime format.", parsed, {
    dtype: timestamp(),
  }),
  StringToDate: elementwise("The date that it says in a strftime format.", parsed, { dtype: date }),
  StringToTime: elementwise("The time of day that it says in a strftime format.", parsed, { dtype: time }),

  ExtractProtocol: urlPart("The protocol of a URL; NULL where it has none."),
  ExtractAuthority: urlPart("The user, host and port of a URL; NULL where it has none."),
  ExtractUserInfo: urlPart("The user and password of a URL; NULL where it has none."),
  ExtractHost: urlPart("The host of a URL, without port; NULL where it has none."),
  ExtractFile: urlPart("The path and query of a URL; NULL where it has none."),
  ExtractPath: urlPart("The path of a URL; NULL where it has none."),
  ExtractQuery: elementwise(
    "The query of a URL, or the value of one of its keys, not decoded; NULL where it has none.",
    { arg: value(text), key: option(anyText) },
    { dtype: string, nulls: "always" },
  ),
  ExtractFragment: urlPart("The fragment of a URL; NULL where it has none."),

  RandomUUID: impure("A random UUID of version 4, another for each row.", {}, { dtype: uuid }),
};
