import type { Call, FunctionRule } from "../call.js";
import { constantArg, hasArg } from "../call.js";
import { evaluateOnce, stringSql } from "../translation-context.js";
import { castToBigint, fromArgs, renamed } from "./call-builders.js";

// https://docs.snowflake.com/en/sql-reference/functions-string

/** The pattern argument, with the flags as a prefix in the syntax of RE2. */
function pattern(call: Call, flagsIndex: number): string {
  const [, source = ""] = call.args;
  if (!hasArg(call, flagsIndex)) return source;
  const flags = constantArg(call, flagsIndex).replace(/[ce]/g, "");
  return flags === "" ? source : `('(?${flags})' || ${source})`;
}
/** The subject from a 1-based position. */
const subjectFrom = (call: Call, index: number): string =>
  hasArg(call, index) ? `substr(${call.args[0]}, ${castToBigint(call.args[index] ?? "")})` : (call.args[0] ?? "");

const substr: FunctionRule = ({ args }) => {
  const [value = "", start = "", length] = args;
  // A start of 0 means the first character; the result is empty if it is before the first character.
  const size = length === undefined ? "" : `, ${length}`;
  return `sf_substr(${value}, ${castToBigint(start)}${length === undefined ? "" : `, ${castToBigint(size.slice(2))}`})`;
};

const regexpSubstr: FunctionRule = (call) => {
  const [, , , occurrence] = call.args;
  const flags = hasArg(call, 4) ? constantArg(call, 4) : "c";
  const group = hasArg(call, 5) ? castToBigint(call.args[5] ?? "") : flags.includes("e") ? "1" : "0";
  const matches = `regexp_extract_all(${subjectFrom(call, 2)}, ${pattern(call, 4)}, ${group})`;
  return `${matches}[${occurrence === undefined ? "1" : castToBigint(occurrence)}]`;
};
const regexpReplace: FunctionRule = (call) => {
  const [subject = "", , replacement = "''", position, occurrence] = call.args;
  if (position !== undefined && position !== "1::HUGEINT")
    throw new RangeError("REGEXP_REPLACE with a position is not supported");
  const replacesAll = occurrence === undefined || occurrence.startsWith("0::");
  const options = replacesAll ? ", 'g'" : "";
  return `regexp_replace(${subject}, ${pattern(call, 5)}, ${replacement}${options})`;
};

const trim =
  (name: string): FunctionRule =>
  ({ args }) =>
    `${name}(${args[0]}, ${args[1] ?? "' '"})`;

export const strings: Readonly<Record<string, FunctionRule>> = {
  LOWER: renamed("lower"),
  UPPER: renamed("upper"),
  LENGTH: fromArgs((x) => evaluateOnce(x, (v) => `sf_length(${v})`)),
  LEN: fromArgs((x) => evaluateOnce(x, (v) => `sf_length(${v})`)),
  OCTET_LENGTH: fromArgs((x) => evaluateOnce(x, (v) => `sf_octet_length(${v})`)),
  BIT_LENGTH: fromArgs((x) => evaluateOnce(x, (v) => `8 * sf_octet_length(${v})`)),
  CONCAT: fromArgs((_a, _b, _c, _d, args) => `(${args.join(" || ")})`),
  CONCAT_WS: fromArgs((separator, _b, _c, _d, args) => `(${args.slice(1).join(` || ${separator} || `)})`),
  SUBSTR: substr,
  SUBSTRING: substr,
  LEFT: fromArgs((x, n) => `sf_left(${x}, ${castToBigint(n)})`),
  RIGHT: fromArgs((x, n) => `sf_right(${x}, ${castToBigint(n)})`),
  TRIM: trim("trim"),
  LTRIM: trim("ltrim"),
  RTRIM: trim("rtrim"),
  LPAD: fromArgs((x, n, fill) => `sf_lpad(${x}, ${castToBigint(n)}, ${fill || "' '"})`),
  RPAD: fromArgs((x, n, fill) => `sf_rpad(${x}, ${castToBigint(n)}, ${fill || "' '"})`),
  REPEAT: fromArgs((x, n) => `repeat(${x}, ${castToBigint(n)})`),
  SPACE: fromArgs((n) => `repeat(' ', ${castToBigint(n)})`),
  REVERSE: fromArgs((x) => `sf_reverse(${x})`),
  REPLACE: fromArgs((x, a, b) => `sf_replace(${x}, ${a}, ${b || "''"})`),
  TRANSLATE: renamed("translate"),
  INITCAP: fromArgs(
    (x, delimiters) => `sf_initcap(${x}, ${delimiters || stringSql(' \t\n\r\f\v!?@"^#$&~_,.:;+-*%/|\\[](){}<>')})`,
  ),
  ASCII: fromArgs((x) => `CASE WHEN ${x} = '' THEN 0 ELSE unicode(${x}) END`),
  UNICODE: fromArgs((x) => `CASE WHEN ${x} = '' THEN 0 ELSE unicode(${x}) END`),
  CHR: fromArgs((x) => `chr(CAST(${x} AS INTEGER))`),
  CHAR: fromArgs((x) => `chr(CAST(${x} AS INTEGER))`),
  CONTAINS: renamed("contains"),
  STARTSWITH: renamed("starts_with"),
  ENDSWITH: renamed("ends_with"),
  POSITION: fromArgs(
    (needle, haystack, start) => `sf_position(${needle}, ${haystack}, ${start === "" ? "1" : castToBigint(start)})`,
  ),
  CHARINDEX: fromArgs(
    (needle, haystack, start) => `sf_position(${needle}, ${haystack}, ${start === "" ? "1" : castToBigint(start)})`,
  ),
  SPLIT_PART: fromArgs((x, by, n) => `sf_split_part(${x}, ${by}, ${castToBigint(n)})`),
  STRTOK: fromArgs((x, by, n) => `sf_tokens(${x}, ${by || "' '"})[${n === "" ? "1" : castToBigint(n)}]`),
  EDITDISTANCE: fromArgs((a, b) => `sf_levenshtein(${a}, ${b})`),
  JAROWINKLER_SIMILARITY: fromArgs(
    (a, b) => `CAST(floor(100 * jaro_winkler_similarity(lower(${a}), lower(${b}))) AS BIGINT)`,
  ),
  SOUNDEX: renamed("sf_soundex"),
  INSERT: fromArgs(
    (x, at, n, by) =>
      `(left(${x}, ${castToBigint(at)} - 1) || ${by} || substr(${x}, ${castToBigint(at)} + ${castToBigint(n)}))`,
  ),
  MD5: fromArgs((x) => `md5(${x})`),
  MD5_HEX: fromArgs((x) => `md5(${x})`),
  MD5_BINARY: fromArgs((x) => `unhex(md5(${x}))`),
  SHA1: fromArgs((x) => `sha1(${x})`),
  SHA1_HEX: fromArgs((x) => `sha1(${x})`),
  SHA1_BINARY: fromArgs((x) => `unhex(sha1(${x}))`),
  SHA2: fromArgs((x, bits) =>
    evaluateOnce(x, (v) => `sf_sha2(sf_hex(${v}), ${bits === "" ? "256" : castToBigint(bits)})`),
  ),
  SHA2_HEX: fromArgs((x, bits) =>
    evaluateOnce(x, (v) => `sf_sha2(sf_hex(${v}), ${bits === "" ? "256" : castToBigint(bits)})`),
  ),
  SHA2_BINARY: fromArgs(
    (x, bits) =>
      `unhex(${evaluateOnce(x, (v) => `sf_sha2(sf_hex(${v}), ${bits === "" ? "256" : castToBigint(bits)})`)})`,
  ),
  HASH: fromArgs(
    (_a, _b, _c, _d, args) => `sf_hash(CAST([${args.map((x) => `CAST(${x} AS VARCHAR)`).join(", ")}] AS VARCHAR))`,
  ),
  BASE64_ENCODE: fromArgs((x) => evaluateOnce(x, (v) => `to_base64(unhex(sf_hex(${v})))`)),
  BASE64_DECODE_STRING: fromArgs((x) => `decode(from_base64(${x}))`),
  BASE64_DECODE_BINARY: fromArgs((x) => `from_base64(${x})`),
  HEX_ENCODE: fromArgs((x) => evaluateOnce(x, (v) => `sf_hex(${v})`)),
  HEX_DECODE_STRING: fromArgs((x) => `decode(unhex(${x}))`),
  HEX_DECODE_BINARY: fromArgs((x) => `unhex(${x})`),
  TO_BINARY: (call) => binary(call, "unhex"),
  TRY_TO_BINARY: (call) => binary(call, "sf_try_unhex"),
  LIKE: fromArgs((x, p, sign) => `(${x} LIKE ${p}${sign ? ` ESCAPE ${sign}` : ""})`),
  ILIKE: fromArgs((x, p, sign) => `(${x} ILIKE ${p}${sign ? ` ESCAPE ${sign}` : ""})`),
  RLIKE: (call) => `regexp_full_match(${call.args[0]}, ${pattern(call, 2)})`,
  REGEXP_LIKE: (call) => `regexp_full_match(${call.args[0]}, ${pattern(call, 2)})`,
  REGEXP_COUNT: (call) => `len(regexp_extract_all(${subjectFrom(call, 2)}, ${pattern(call, 3)}))`,
  REGEXP_SUBSTR: regexpSubstr,
  REGEXP_SUBSTR_ALL: (call) => {
    const flags = hasArg(call, 4) ? constantArg(call, 4) : "c";
    const group = hasArg(call, 5) ? castToBigint(call.args[5] ?? "") : flags.includes("e") ? "1" : "0";
    return `sf_variants(regexp_extract_all(${subjectFrom(call, 2)}, ${pattern(call, 4)}, ${group}))`;
  },
  REGEXP_INSTR: (call) => {
    const [x = ""] = call.args;
    return `sf_regexp_position(${x}, ${pattern(call, 5)}, ${hasArg(call, 2) ? castToBigint(call.args[2] ?? "") : "1"})`;
  },
  REGEXP_REPLACE: regexpReplace,
  COLLATE: fromArgs((x) => x),
};

function binary(call: Call, fromHex: string): string {
  const format = hasArg(call, 1) ? constantArg(call, 1).toUpperCase() : "HEX";
  const [x = ""] = call.args;
  if (format === "UTF-8" || format === "UTF8") return `encode(${x})`;
  if (format === "BASE64") return `from_base64(${x})`;
  return evaluateOnce(
    x,
    (v) => `CASE WHEN typeof(${v}) = 'BLOB' THEN TRY_CAST(${v} AS BLOB) ELSE ${fromHex}(sf_plain(${v})) END`,
  );
}
