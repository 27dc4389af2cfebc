import { describe, expect, test } from "vitest";
import { translateRegex } from "../src/postgres/regex.js";

const refuse = (why: string): Error => new Error(why);
const exact = (pattern: string): string => translateRegex(pattern, true, refuse).text;
const loose = (pattern: string): string => translateRegex(pattern, false, refuse).text;

describe("translation of RE2 patterns to PostgreSQL regular expressions", () => {
  test.each([
    ["a.b", "a[^\\n]b"],
    ["\\d+", "[0-9]+"],
    ["\\W", "[^0-9A-Za-z_]"],
    ["[[:alpha:]_]", "[A-Za-z_]"],
    ["[^a-c\\]]", "[^a-c\\]]"],
    ["[]a]", "[\\]a]"],
    ["[a-]", "[a\\-]"],
    ["a{2,3}", "a{2,3}"],
    ["a{x}", "a\\{x\\}"],
    ["(?:a|b)c", "(?:a|b)c"],
    ["\\x41\\x{1F600}", "A😀"],
    ["\\Aa\\z", "^a$"],
    ["it's; --", "it\\'s\\; \\-\\-"],
    ["", ""],
  ])("%s is translated to %s", (pattern, text) => {
    expect(exact(pattern)).toBe(text);
  });
  test("only capturing groups are counted", () => {
    expect(translateRegex("(a)(?:b)((c))", true, refuse).groups).toBe(3);
  });
  test.each([
    ["a*?", /greedy and lazy quantifiers/],
    ["(?i)a", /groups are supported/],
    ["(?=a)", /groups are supported/],
    ["(a", /unclosed group/],
    ["a)", /unmatched \)/],
    ["*a", /nothing precedes/],
    ["\\p{L}", /escape \\p is not portable/],
    ["[[:nope:]]", /unknown character class/],
    ["a{300}", /at most 255/],
    ["a\\", /ends unexpectedly/],
    ["[b-a]", /is reversed/],
  ])("%s is refused", (pattern, why) => {
    expect(() => exact(pattern)).toThrow(why);
  });
  test("alternatives where the longest match differs from the first are refused if the matched text matters", () => {
    expect(() => exact("a|ab")).toThrow(/the longest of several alternatives, not the first/);
    expect(() => exact("\\d+|\\w+")).toThrow(/the longest/);
    expect(loose("a|ab")).toBe("a|ab");
    for (const pattern of ["ab|a", "cat|dog", "[ab]|[bc]", "a+|b+", "jpg|jpeg", "\\d{2}|[a-z]{2}"]) exact(pattern);
  });
});
