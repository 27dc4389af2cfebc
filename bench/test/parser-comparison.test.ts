import { expect, test } from "vitest";
import { matchesPlaceholders, parseWith, placeholderOf } from "../injection/parser-comparison.js";
import { parsers } from "../injection/snowflake-parsers.js";

const parse = (sql: string) => parseWith(parsers, { sql, params: [] });
/** Whether Snowflake's parsers read `actual` as `template` with the text instead of the placeholder `…`. */
const isSameStatement = (text: string, template: string, actual: string): boolean =>
  matchesPlaceholders(parse(template.replace("…", placeholderOf(text, 0))), parse(actual), [text]);

test.each([
  ["it's", "SELECT '…'", "SELECT 'it''s'"],
  ["\\x41", "SELECT '…'", "SELECT '\\\\x41'"],
  ["a\0b", "SELECT 'Qx0x0q' || CHR(0) || 'Qx0x1q'", "SELECT 'a' || CHR(0) || 'b'"],
  ['"', "SELECT PARSE_JSON('[\"…\"]')", 'SELECT PARSE_JSON(\'["\\\\""]\')'],
  ["'", "SELECT X'517830783071'", "SELECT X'27'"],
])("the text %j is recognized in its encoded form", (text, template, actual) => {
  expect(isSameStatement(text, template, actual)).toBe(true);
});

test.each([
  ["an escape", "\\x41", "SELECT '…'", "SELECT '\\x41'"],
  ["another text", "it's", "SELECT '…'", "SELECT 'its'"],
  ["an expression instead of a text", "' || 'x", "SELECT '…'", "SELECT '' || 'x'"],
  ["a comment", "' --", "SELECT '…' AS a", "SELECT '' --' AS a"],
  ["a name", "x", "SELECT '…'", 'SELECT "x"'],
])("%s is recognized as a different statement", (_, text, template, actual) => {
  expect(isSameStatement(text, template, actual)).toBe(false);
});

test("a second statement is a parse error", () => {
  expect(() => parse("SELECT ''; DROP TABLE victim; --'")).toThrow("2 statements");
});
