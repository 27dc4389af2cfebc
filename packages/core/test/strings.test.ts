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

test("a result may be NULL where an argument may be", () => {
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

test("the dtype of the graph is the one that the types say", () => {
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

test("what can be said in one operation is one", () => {
  const text = (column: AnyColumn) => String(column).split("\n").at(-1);
  expect(text(name.left(2))).toBe("Substring(r0.name, start=0, length=2)");
  expect(text(name.slice(-3))).toBe("Substring(r0.name, start=-3)");
  expect(text(name.slice(1, -1))).toBe("StringSlice(r0.name, start=1, end=-1)");
  expect(text(name.right(2))).toBe("StrRight(r0.name, count=2)");
  expect(text(name.at(-1))).toBe("NullIf(Substring(r0.name, start=-1), other='')");
  expect(text(name.at(1))).toBe("NullIf(StringSlice(r0.name, start=1, end=2), other='')");
  expect(text(name.reReplace("(a)", "<\\1>"))).toBe("RegexReplace(r0.name, pattern='(a)', replacement='<\\\\1>')");
  expect(text(page.query("q"))).toBe("ExtractQuery(r0.page, key='q')");
});

describe("bad input is refused when the expression is built", () => {
  const refused: readonly (readonly [string, () => unknown, RegExp])[] = [
    ["an empty regular expression", () => name.reSearch(""), /regular expression is a string that is not empty/],
    ["a RegExp", () => name.reSearch(/a/ as never), /got a RegExp/], // not a string: what the test is about
    ["a group below 0", () => name.reExtract("a", -1), /0 \(the whole match\) to 9/],
    ["a group above 9", () => name.reExtract("a", 10), /0 \(the whole match\) to 9/],
    ["a stray backslash in a replacement", () => name.reReplace("a", "\\n"), /not a replacement/],
    ["group 0 in a replacement", () => name.reReplace("a", "\\0"), /not a replacement/],
    ["a backslash at the end of a LIKE pattern", () => name.like("a\\"), /not a LIKE pattern/],
    ["a stray backslash in a LIKE pattern", () => name.like(["a%", "\\a"]), /not a LIKE pattern/],
    ["an unknown letter", () => name.toDate("%Y-%q"), /unknown part: %q/],
    ["a lone percent sign", () => name.toDate("100%"), /unknown part: %/],
    ["an empty format", () => name.toTime(""), /format is a string/],
    ["an unknown hash", () => name.hexdigest("crc32" as never), /one of md5, sha1, sha256, sha512/], // not a hash: what the test is about
    ["an empty pad", () => name.lpad(3, ""), /pad is empty/],
    ["an empty delimiter", () => name.split(""), /delimiter is empty/],
    ["a negative length", () => name.substr(0, -1), /length is a whole number from 0/],
    ["a negative count", () => name.left(-1), /count is a whole number from 0/],
    ["a fraction", () => name.substr(1.5), /start is a whole number/],
    ["a number as text", () => name.contains(1 as never), /needle is a string or a column of strings, got 1/], // not text: what the test is about
    ["a column of numbers as text", () => name.contains(id as never), /StringContains expects a string as needle/], // not text: what the test is about
    ["a character twice", () => name.translate("aa", "bc"), /a character twice/],
    ["no options", () => name.findInSet([]), /at least one string/],
    ["no key", () => page.query(""), /key as a string/],
    ["a method of strings on a number", () => (id as never as typeof name).upper(), /has no upper\(\)/], // not text: what the test is about
  ];
  test.each(refused)("%s", (_, build, message) => {
    expect(build).toThrow(message);
    expect(build).toThrow(AvocetError);
  });
  test("with an error that isAvocetError knows", () => {
    try {
      name.toDate("%q");
    } catch (error) {
      expect(isAvocetError(error) && error.code).toBe("invalid-argument");
    }
    expect.assertions(1);
  });
});

test("wrong arguments are type errors", () => {
  // @ts-expect-error a number is no text
  expect(() => name.startsWith(1)).toThrow();
  // @ts-expect-error a column of integers is no text
  expect(() => name.concat(id)).toThrow();
  // @ts-expect-error text is no position
  expect(() => name.substr(nick)).toThrow();
  // @ts-expect-error no such hash
  expect(() => name.hexdigest("crc32")).toThrow();
  // @ts-expect-error upper is a method of strings
  expect(() => id.upper()).toThrow();
});

test("several patterns are alternatives, none match nothing", () => {
  expect(
    String(name.like(["a%", "b%"]))
      .split("\n")
      .at(-1),
  ).toBe("StringLike(r0.name, pattern='a%') | StringLike(r0.name, pattern='b%')");
  expect(String(name.like([])).split("\n").at(-1)).toBe("IsIn(r0.name, options=[])");
});

test("a time format comes in pieces", () => {
  expect(parseTimeFormat("100%% of %Y-%m")).toEqual([{ text: "100% of " }, { letter: "Y" }, { text: "-" }, { letter: "m" }]);
  expect(parseTimeFormat("%H\n%M")).toEqual([{ letter: "H" }, { text: "\n" }, { letter: "M" }]);
});
