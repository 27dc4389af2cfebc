import { expect, test } from "vitest";
import { alike, readBy, twinOf } from "../injection/reading.js";
import { readers } from "../injection/snowflake-parsers.js";

const read = (sql: string) => readBy(readers, { sql, params: [] });
/** Whether Snowflake's parsers take `own` for `twin` with a text in the place of its twin. */
const means = (text: string, twin: string, own: string): boolean =>
  alike(read(twin.replace("…", twinOf(text, 0))), read(own), [text]);

test.each([
  ["it's", "SELECT '…'", "SELECT 'it''s'"],
  ["\\x41", "SELECT '…'", "SELECT '\\\\x41'"],
  ["a\0b", "SELECT 'Qx0x0q' || CHR(0) || 'Qx0x1q'", "SELECT 'a' || CHR(0) || 'b'"],
  ['"', "SELECT PARSE_JSON('[\"…\"]')", 'SELECT PARSE_JSON(\'["\\\\""]\')'],
  ["'", "SELECT X'517830783071'", "SELECT X'27'"],
])("%j where it is meant", (text, twin, own) => {
  expect(means(text, twin, own)).toBe(true);
});

test.each([
  ["an escape", "\\x41", "SELECT '…'", "SELECT '\\x41'"],
  ["another text", "it's", "SELECT '…'", "SELECT 'its'"],
  ["more than a text", "' || 'x", "SELECT '…'", "SELECT '' || 'x'"],
  ["a comment", "' --", "SELECT '…' AS a", "SELECT '' --' AS a"],
  ["a name", "x", "SELECT '…'", 'SELECT "x"'],
])("%s is something else", (_, text, twin, own) => {
  expect(means(text, twin, own)).toBe(false);
});

test("a second statement cannot be read", () => {
  expect(() => read("SELECT ''; DROP TABLE victim; --'")).toThrow("2 statements");
});
