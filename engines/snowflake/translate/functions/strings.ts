import type { Call, FunctionRule } from "../call.js";
import { has, wordAt } from "../call.js";
import { once, stringSql } from "../translation-context.js";
import { from, int, plain } from "./call-builders.js";

// https://docs.snowflake.com/en/sql-reference/functions-string

/** Letters that say how a pattern is matched, as RE2 has them in front of it. */
function pattern(call: Call, at: number): string {
  const [, source = ""] = call.args;
  if (!has(call, at)) return source;
  const letters = wordAt(call, at).replace(/[ce]/g, "");
  return letters === "" ? source : `('(?${letters})' || ${source})`;
}
/** Subject from a place on, counted from 1. */
const rest = (call: Call, at: number): string =>
  has(call, at) ? `substr(${call.args[0]}, ${int(call.args[at] ?? "")})` : (call.args[0] ?? "");

const substr: FunctionRule = ({ args }) => {
  const [value = "", start = "", length] = args;
  // A start of 0 means the first character; beyond the beginning there is nothing.
  const size = length === undefined ? "" : `, ${length}`;
  return `sf_substr(${value}, ${int(start)}${length === undefined ? "" : `, ${int(size.slice(2))}`})`;
};

const regexpSubstr: FunctionRule = (call) => {
  const [, , , occurrence] = call.args;
  const letters = has(call, 4) ? wordAt(call, 4) : "c";
  const group = has(call, 5) ? int(call.args[5] ?? "") : letters.includes("e") ? "1" : "0";
  const all = `regexp_extract_all(${rest(call, 2)}, ${pattern(call, 4)}, ${group})`;
  return `${all}[${occurrence === undefined ? "1" : int(occurrence)}]`;
};
const regexpReplace: FunctionRule = (call) => {
  const [subject = "", , by = "''", position, occurrence] = call.args;
  if (position !== undefined && position !== "1::HUGEINT") throw new RangeError("REGEXP_REPLACE from a position");
  const all = occurrence === undefined || occurrence.startsWith("0::");
  const options = all ? ", 'g'" : "";
  return `regexp_replace(${subject}, ${pattern(call, 5)}, ${by}${options})`;
};

const trim =
  (name: string): FunctionRule =>
  ({ args }) =>
    `${name}(${args[0]}, ${args[1] ?? "' '"})`;

export const strings: Readonly<Record<string, FunctionRule>> = {
  LOWER: plain("lower"),
  UPPER: plain("upper"),
  LENGTH: from((x) => once(x, (v) => `sf_length(${v})`)),
  LEN: from((x) => once(x, (v) => `sf_length(${v})`)),
  OCTET_LENGTH: from((x) => once(x, (v) => `sf_octet_length(${v})`)),
  BIT_LENGTH: from((x) => once(x, (v) => `8 * sf_octet_length(${v})`)),
  CONCAT: from((_a, _b, _c, _d, all) => `(${all.join(" || ")})`),
  CONCAT_WS: from((separator, _b, _c, _d, all) => `(${all.slice(1).join(` || ${separator} || `)})`),
  SUBSTR: substr,
  SUBSTRING: substr,
  LEFT: from((x, n) => `sf_left(${x}, ${int(n)})`),
  RIGHT: from((x, n) => `sf_right(${x}, ${int(n)})`),
  TRIM: trim("trim"),
  LTRIM: trim("ltrim"),
  RTRIM: trim("rtrim"),
  LPAD: from((x, n, fill) => `sf_lpad(${x}, ${int(n)}, ${fill || "' '"})`),
  RPAD: from((x, n, fill) => `sf_rpad(${x}, ${int(n)}, ${fill || "' '"})`),
  REPEAT: from((x, n) => `repeat(${x}, ${int(n)})`),
  SPACE: from((n) => `repeat(' ', ${int(n)})`),
  REVERSE: from((x) => `sf_reverse(${x})`),
  REPLACE: from((x, a, b) => `sf_replace(${x}, ${a}, ${b || "''"})`),
  TRANSLATE: plain("translate"),
  INITCAP: from(
    (x, delimiters) => `sf_initcap(${x}, ${delimiters || stringSql(' \t\n\r\f\v!?@"^#$&~_,.:;+-*%/|\\[](){}<>')})`,
  ),
  ASCII: from((x) => `CASE WHEN ${x} = '' THEN 0 ELSE unicode(${x}) END`),
  UNICODE: from((x) => `CASE WHEN ${x} = '' THEN 0 ELSE unicode(${x}) END`),
  CHR: from((x) => `chr(CAST(${x} AS INTEGER))`),
  CHAR: from((x) => `chr(CAST(${x} AS INTEGER))`),
  CONTAINS: plain("contains"),
  STARTSWITH: plain("starts_with"),
  ENDSWITH: plain("ends_with"),
  POSITION: from((part, whole, start) => `sf_position(${part}, ${whole}, ${start === "" ? "1" : int(start)})`),
  CHARINDEX: from((part, whole, start) => `sf_position(${part}, ${whole}, ${start === "" ? "1" : int(start)})`),
  SPLIT_PART: from((x, by, n) => `sf_split_part(${x}, ${by}, ${int(n)})`),
  STRTOK: from((x, by, n) => `sf_tokens(${x}, ${by || "' '"})[${n === "" ? "1" : int(n)}]`),
  EDITDISTANCE: from((a, b) => `sf_levenshtein(${a}, ${b})`),
  JAROWINKLER_SIMILARITY: from(
    (a, b) => `CAST(floor(100 * jaro_winkler_similarity(lower(${a}), lower(${b}))) AS BIGINT)`,
  ),
  SOUNDEX: plain("sf_soundex"),
  INSERT: from((x, at, n, by) => `(left(${x}, ${int(at)} - 1) || ${by} || substr(${x}, ${int(at)} + ${int(n)}))`),
  MD5: from((x) => `md5(${x})`),
  MD5_HEX: from((x) => `md5(${x})`),
  MD5_BINARY: from((x) => `unhex(md5(${x}))`),
  SHA1: from((x) => `sha1(${x})`),
  SHA1_HEX: from((x) => `sha1(${x})`),
  SHA1_BINARY: from((x) => `unhex(sha1(${x}))`),
  SHA2: from((x, bits) => once(x, (v) => `sf_sha2(sf_hex(${v}), ${bits === "" ? "256" : int(bits)})`)),
  SHA2_HEX: from((x, bits) => once(x, (v) => `sf_sha2(sf_hex(${v}), ${bits === "" ? "256" : int(bits)})`)),
  SHA2_BINARY: from(
    (x, bits) => `unhex(${once(x, (v) => `sf_sha2(sf_hex(${v}), ${bits === "" ? "256" : int(bits)})`)})`,
  ),
  HASH: from(
    (_a, _b, _c, _d, all) => `sf_hash(CAST([${all.map((x) => `CAST(${x} AS VARCHAR)`).join(", ")}] AS VARCHAR))`,
  ),
  BASE64_ENCODE: from((x) => once(x, (v) => `to_base64(unhex(sf_hex(${v})))`)),
  BASE64_DECODE_STRING: from((x) => `decode(from_base64(${x}))`),
  BASE64_DECODE_BINARY: from((x) => `from_base64(${x})`),
  HEX_ENCODE: from((x) => once(x, (v) => `sf_hex(${v})`)),
  HEX_DECODE_STRING: from((x) => `decode(unhex(${x}))`),
  HEX_DECODE_BINARY: from((x) => `unhex(${x})`),
  TO_BINARY: (call) => binary(call, "unhex"),
  TRY_TO_BINARY: (call) => binary(call, "sf_try_unhex"),
  LIKE: from((x, p, sign) => `(${x} LIKE ${p}${sign ? ` ESCAPE ${sign}` : ""})`),
  ILIKE: from((x, p, sign) => `(${x} ILIKE ${p}${sign ? ` ESCAPE ${sign}` : ""})`),
  RLIKE: (call) => `regexp_full_match(${call.args[0]}, ${pattern(call, 2)})`,
  REGEXP_LIKE: (call) => `regexp_full_match(${call.args[0]}, ${pattern(call, 2)})`,
  REGEXP_COUNT: (call) => `len(regexp_extract_all(${rest(call, 2)}, ${pattern(call, 3)}))`,
  REGEXP_SUBSTR: regexpSubstr,
  REGEXP_SUBSTR_ALL: (call) => {
    const letters = has(call, 4) ? wordAt(call, 4) : "c";
    const group = has(call, 5) ? int(call.args[5] ?? "") : letters.includes("e") ? "1" : "0";
    return `sf_variants(regexp_extract_all(${rest(call, 2)}, ${pattern(call, 4)}, ${group}))`;
  },
  REGEXP_INSTR: (call) => {
    const [x = ""] = call.args;
    return `sf_regexp_position(${x}, ${pattern(call, 5)}, ${has(call, 2) ? int(call.args[2] ?? "") : "1"})`;
  },
  REGEXP_REPLACE: regexpReplace,
  COLLATE: from((x) => x),
};

function binary(call: Call, fromHex: string): string {
  const format = has(call, 1) ? wordAt(call, 1).toUpperCase() : "HEX";
  const [x = ""] = call.args;
  if (format === "UTF-8" || format === "UTF8") return `encode(${x})`;
  if (format === "BASE64") return `from_base64(${x})`;
  return once(
    x,
    (v) => `CASE WHEN typeof(${v}) = 'BLOB' THEN TRY_CAST(${v} AS BLOB) ELSE ${fromHex}(sf_plain(${v})) END`,
  );
}
