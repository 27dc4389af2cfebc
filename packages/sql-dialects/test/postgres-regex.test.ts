import { describe, expect, test } from "vitest";
import { translated } from "../src/postgres/regex.js";

const refuse = (why: string): Error => new Error(why);
const exact = (pattern: string): string => translated(pattern, true, refuse).text;
const loose = (pattern: string): string => translated(pattern, false, refuse).text;

describe("regular expressions in PostgreSQL's language", () => {
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
  ])("%s", (pattern, text) => {
    expect(exact(pattern)).toBe(text);
  });
  test("groups are counted", () => {
    expect(translated("(a)(?:b)((c))", true, refuse).groups).toBe(3);
  });
  test.each([
    ["a*?", /quantifiers/],
    ["(?i)a", /groups are written/],
    ["(?=a)", /groups are written/],
    ["(a", /has no end/],
    ["a)", /too many/],
    ["*a", /nothing before/],
    ["\\p{L}", /no \\p/],
    ["[[:nope:]]", /no class/],
    ["a{300}", /at most 255/],
    ["a\\", /too early/],
    ["[b-a]", /wrong way/],
  ])("%s is refused", (pattern, why) => {
    expect(() => exact(pattern)).toThrow(why);
  });
  test("alternatives of which the first is not the longest are refused where it matters", () => {
    expect(() => exact("a|ab")).toThrow(/the longest, not the first/);
    expect(() => exact("\\d+|\\w+")).toThrow(/the longest/);
    expect(loose("a|ab")).toBe("a|ab");
    for (const pattern of ["ab|a", "cat|dog", "[ab]|[bc]", "a+|b+", "jpg|jpeg", "\\d{2}|[a-z]{2}"]) exact(pattern);
  });
});
