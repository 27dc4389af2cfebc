import { describe, expect, expectTypeOf, test } from "vitest";
import { parseTimeFormat } from "../src/backend/index.js";
import type {
  AnyColumn,
  ArrayType,
  Binary,
  Bool,
  Column,
  DateType,
  Int64,
  Str,
  Time,
  Timestamp,
  Uuid,
} from "../src/index.js";
import {
  AvocetError,
  array,
  binary,
  bool,
  date,
  int64,
  isAvocetError,
  lit,
  notNull,
  printDType,
  randomUUID,
  string,
  table,
  time,
  timestamp,
  uuid,
} from "../src/index.js";

const people = table("people", {
  id: notNull(int64),
  name: notNull(string),
  nick: string,
  photo: binary,
  page: notNull(string),
});
const { id, name, nick, photo, page } = people.c;

test("string methods are nullable if an argument is", () => {
  expectTypeOf(name.length()).toEqualTypeOf<Column<Int64<false>>>();
  expectTypeOf(nick.upper()).toEqualTypeOf<Column<Str<true>>>();
  expectTypeOf(name.contains("a")).toEqualTypeOf<Column<Bool<false>>>();
  expectTypeOf(name.contains(nick)).toEqualTypeOf<Column<Bool<true>>>();
  expectTypeOf(name.contains(null)).toEqualTypeOf<Column<Bool<true>>>();
  expectTypeOf(name.substr(1)).toEqualTypeOf<Column<Str<false>>>();
  expectTypeOf(name.substr(1, nick.length())).toEqualTypeOf<Column<Str<true>>>();
  expectTypeOf(name.at(0)).toEqualTypeOf<Column<Str<true>>>();
  expectTypeOf(name.lpad(10)).toEqualTypeOf<Column<Str<false>>>();
  expectTypeOf(name.lpad(10, nick)).toEqualTypeOf<Column<Str<true>>>();
  expectTypeOf(name.concat(" ", name)).toEqualTypeOf<Column<Str<false>>>();
  expectTypeOf(name.concat(" ", nick)).toEqualTypeOf<Column<Str<true>>>();
  expectTypeOf(lit(" ").join([name, nick])).toEqualTypeOf<Column<Str<false>>>();
  expectTypeOf(name.findInSet([nick, "a"])).toEqualTypeOf<Column<Int64<false>>>();
  expectTypeOf(name.like(["a%", nick])).toEqualTypeOf<Column<Bool<true>>>();
  expectTypeOf(name.ilike(["a%", "b%"])).toEqualTypeOf<Column<Bool<false>>>();
  expectTypeOf(name.reExtract("a")).toEqualTypeOf<Column<Str<true>>>();
  expectTypeOf(name.split(",")).toEqualTypeOf<Column<ArrayType<Str<false>, false>>>();
  expectTypeOf(nick.hashbytes()).toEqualTypeOf<Column<Binary<true>>>();
  expectTypeOf(photo.hexdigest("md5")).toEqualTypeOf<Column<Str<true>>>();
  expectTypeOf(name.toTimestamp("%Y")).toEqualTypeOf<Column<Timestamp<false>>>();
  expectTypeOf(nick.toDate("%Y")).toEqualTypeOf<Column<DateType<true>>>();
  expectTypeOf(name.toTime("%H")).toEqualTypeOf<Column<Time<false>>>();
  expectTypeOf(page.host()).toEqualTypeOf<Column<Str<true>>>();
  expectTypeOf(name.groupConcat()).toEqualTypeOf<Column<Str<true>>>();
  expectTypeOf(randomUUID()).toEqualTypeOf<Column<Uuid<false>>>();
});

test("the dtypes of string methods agree with their types", () => {
  const cases = [
    [name.length(), notNull(int64)],
    [nick.length(), int64],
    [name.contains(nick), bool],
    [name.contains("a"), notNull(bool)],
    [name.substr(1, 2), notNull(string)],
    [name.substr(id, nick.length()), string],
    [name.slice(1, 2), notNull(string)],
    [name.at(-1), string],
    [name.find("a", nick.length()), int64],
    [name.findInSet([nick, null]), notNull(int64)],
    [name.concat(" ", nick), string],
    [lit(" ").join([name, nick]), notNull(string)],
    [nick.join([name]), string],
    [name.like(["a%", nick]), bool],
    [name.reExtract("a"), string],
    [nick.split(","), array(notNull(string))],
    [name.reSplit(","), notNull(array(notNull(string)))],
    [name.hashbytes(), notNull(binary)],
    [photo.hashbytes(), binary],
    [nick.toTimestamp("%Y"), timestamp()],
    [nick.toDate("%Y"), date],
    [nick.toTime("%H"), time],
    [page.query("a"), string],
    [randomUUID(), notNull(uuid)],
    [name.groupConcat(), string],
  ] as const;
  for (const [column, dtype] of cases) expect(printDType(column.dtype)).toBe(printDType(dtype));
});

test("string methods compile to a single operation if possible", () => {
  const lastLine = (column: AnyColumn) => String(column).split("\n").at(-1);
  expect(lastLine(name.left(2))).toBe("Substring(r0.name, start=0, length=2)");
  expect(lastLine(name.slice(-3))).toBe("Substring(r0.name, start=-3)");
  expect(lastLine(name.slice(1, -1))).toBe("StringSlice(r0.name, start=1, end=-1)");
  expect(lastLine(name.right(2))).toBe("StrRight(r0.name, count=2)");
  expect(lastLine(name.at(-1))).toBe("NullIf(Substring(r0.name, start=-1), other='')");
  expect(lastLine(name.at(1))).toBe("NullIf(StringSlice(r0.name, start=1, end=2), other='')");
  expect(lastLine(name.reReplace("(a)", "<\\1>"))).toBe("RegexReplace(r0.name, pattern='(a)', replacement='<\\\\1>')");
  expect(lastLine(page.query("q"))).toBe("ExtractQuery(r0.page, key='q')");
});

describe("string methods refuse wrong arguments when the expression is built", () => {
  // The casts allow arguments that are type errors.
  const refusals: readonly (readonly [string, () => unknown, RegExp])[] = [
    ["an empty regular expression", () => name.reSearch(""), /must be a non-empty string/],
    ["a RegExp", () => name.reSearch(/a/ as never), /got a RegExp/],
    ["a group below 0", () => name.reExtract("a", -1), /0 \(the entire match\) to 9/],
    ["a group above 9", () => name.reExtract("a", 10), /0 \(the entire match\) to 9/],
    ["a stray backslash in a replacement", () => name.reReplace("a", "\\n"), /Invalid replacement/],
    ["group 0 in a replacement", () => name.reReplace("a", "\\0"), /Invalid replacement/],
    ["a backslash at the end of a LIKE pattern", () => name.like("a\\"), /Invalid LIKE pattern/],
    ["a stray backslash in a LIKE pattern", () => name.like(["a%", "\\a"]), /Invalid LIKE pattern/],
    ["an unknown directive", () => name.toDate("%Y-%q"), /unknown directive: %q/],
    ["a lone percent sign", () => name.toDate("100%"), /unknown directive: %/],
    ["an empty format", () => name.toTime(""), /format must be a string/],
    ["an unknown hash", () => name.hexdigest("crc32" as never), /one of md5, sha1, sha256, sha512/],
    ["an empty pad", () => name.lpad(3, ""), /"pad" must not be empty/],
    ["an empty delimiter", () => name.split(""), /"delimiter" must not be empty/],
    ["a negative length", () => name.substr(0, -1), /"length" must be a non-negative integer/],
    ["a negative count", () => name.left(-1), /"count" must be a non-negative integer/],
    ["a fraction", () => name.substr(1.5), /"start" must be an integer/],
    ["a number as text", () => name.contains(1 as never), /"needle" must be a string or a column of strings, got 1/],
    ["a column of numbers as text", () => name.contains(id as never), /StringContains expects a string as needle/],
    ["a character twice", () => name.translate("aa", "bc"), /contains a character twice/],
    ["no options", () => name.findInSet([]), /at least one string/],
    ["no key", () => page.query(""), /"key" must be a non-empty string/],
    ["a method of strings on a number", () => (id as never as typeof name).upper(), /has no upper\(\)/],
  ];
  test.each(refusals)("%s", (_, build, message) => {
    expect(build).toThrow(message);
    expect(build).toThrow(AvocetError);
  });
  test("isAvocetError recognizes the error of a string method", () => {
    try {
      name.toDate("%q");
    } catch (error) {
      expect(isAvocetError(error) && error.code).toBe("invalid-argument");
    }
    expect.assertions(1);
  });
});

test("wrong arguments of string methods are type errors", () => {
  // @ts-expect-error a number is not a string
  expect(() => name.startsWith(1)).toThrow();
  // @ts-expect-error a column of integers is not a column of strings
  expect(() => name.concat(id)).toThrow();
  // @ts-expect-error a string is not a position
  expect(() => name.substr(nick)).toThrow();
  // @ts-expect-error no such hash
  expect(() => name.hexdigest("crc32")).toThrow();
  // @ts-expect-error upper is a method of strings
  expect(() => id.upper()).toThrow();
});

test("like matches any of several patterns, and nothing without patterns", () => {
  expect(
    String(name.like(["a%", "b%"]))
      .split("\n")
      .at(-1),
  ).toBe("StringLike(r0.name, pattern='a%') | StringLike(r0.name, pattern='b%')");
  expect(String(name.like([])).split("\n").at(-1)).toBe("IsIn(r0.name, options=[])");
});

test("parseTimeFormat splits directives from literal text", () => {
  expect(parseTimeFormat("100%% of %Y-%m")).toEqual([
    { text: "100% of " },
    { letter: "Y" },
    { text: "-" },
    { letter: "m" },
  ]);
  expect(parseTimeFormat("%H\n%M")).toEqual([{ letter: "H" }, { text: "\n" }, { letter: "M" }]);
});
