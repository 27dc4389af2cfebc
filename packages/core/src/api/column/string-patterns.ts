import type { ArrayType, Bool, DType, Or, Str } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import { op } from "../../ir/op.js";
import type { Value } from "../../ir/value.js";
import type { OperandNull } from "../operand/operand.js";
import type { StringOperand } from "../operand/text-operand.js";
import { textNode } from "../operand/text-operand.js";
import type { Column } from "./column.js";
import { columnFrom } from "./column-factory.js";
import { UrlColumn } from "./url.js";

/** Whether one of the patterns may be NULL. */
type PatternNull<V> = V extends readonly (infer P)[] ? ListNull<P> : OperandNull<V>;
type ListNull<P> = true extends OperandNull<P> ? true : false;

/**
 * LIKE patterns and regular expressions. A regular expression is written in what RE2 and POSIX have in common: `* + ? {m,n} | ( ) [ ]`,
 * `.` for any character but a line feed, `^ $` for the ends of the text, classes such as `[[:digit:]]`, and `\d \w \s` for ASCII;
 * no look-around and no back references. Upper and lower case differ. The engine reads the pattern, when the expression runs.
 */
export class StringPatternColumn<
  D extends DType = DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends UrlColumn<D, N, O> {
  /**
   * Whether it matches a LIKE pattern, or one of several (false for none): `%` is any text, `_` a character, `\` escapes them. NULL stays NULL. → bool
   * @example orders.filter((c) => c.status.like("return%"))
   */
  like<const V extends StringOperand | readonly StringOperand[]>(
    pattern: V,
  ): Column<Bool<Or<D["nullable"], PatternNull<V>>>> {
    return columnFrom(likeNode("StringLike", this.node, pattern));
  }
  /**
   * As `like`, with upper and lower case alike; NULL stays NULL. → bool
   * @example orders.filter((c) => c.status.ilike(["return%", "%ship%"]))
   */
  ilike<const V extends StringOperand | readonly StringOperand[]>(
    pattern: V,
  ): Column<Bool<Or<D["nullable"], PatternNull<V>>>> {
    return columnFrom(likeNode("StringILike", this.node, pattern));
  }
  /**
   * Whether a regular expression matches some part of it; NULL stays NULL. → bool
   * @example orders.filter((c) => c.status.reSearch("^return(ed|_pending)$"))
   */
  reSearch(pattern: string): Column<Bool<D["nullable"]>> {
    return this.op("RegexSearch", { arg: this.node, pattern: regexOf(pattern) });
  }
  /**
   * The first match of a regular expression, or one of its groups, counted from 1; NULL without a match, and empty for a group that
   * takes no part in it. → string
   * @example orders.mutate((c) => ({ stem: c.status.reExtract("^([a-z]+)_", 1) }))
   */
  reExtract(pattern: string, group = 0): Column<Str> {
    if (!Number.isInteger(group) || group < 0 || group > 9)
      throw new AvocetError("invalid-argument", `a group is 0 (the whole match) to 9, got ${group}`);
    return this.op("RegexExtract", { arg: this.node, pattern: regexOf(pattern), group });
  }
  /**
   * The pieces between the matches of a regular expression; NULL stays NULL. → array of string
   * @example orders.mutate((c) => ({ words: c.status.reSplit("[_ ]+") }))
   */
  reSplit(pattern: string): Column<ArrayType<Str<false>, D["nullable"]>> {
    return this.op("RegexSplit", { arg: this.node, pattern: regexOf(pattern) });
  }
  /**
   * Every match of a regular expression replaced; `\1` to `\9` are its groups, `\\` is a backslash. NULL stays NULL. → string
   * @example orders.mutate((c) => ({ status: c.status.reReplace("_+", " ") }))
   */
  reReplace(pattern: string, replacement: string): Column<Str<D["nullable"]>> {
    if (typeof replacement !== "string" || /\\(?![1-9\\])/.test(replacement.replaceAll("\\\\", "")))
      throw new AvocetError("invalid-argument", `not a replacement: ${JSON.stringify(replacement)}`, {
        hint: "It is a string in which \\1 to \\9 are groups and \\\\ is a backslash.",
      });
    return this.op("RegexReplace", { arg: this.node, pattern: regexOf(pattern), replacement });
  }
}

function regexOf(pattern: unknown): string {
  if (typeof pattern === "string" && pattern !== "") return pattern;
  const got = pattern instanceof RegExp ? "a RegExp" : JSON.stringify(pattern);
  throw new AvocetError("invalid-argument", `a regular expression is a string that is not empty, got ${got}`, {
    hint: "It is read by the engine, not by JavaScript: write the pattern as a string.",
  });
}

function likePattern(pattern: unknown): Value {
  if (typeof pattern === "string" && /\\(?![%_\\])/.test(pattern.replaceAll("\\\\", "")))
    throw new AvocetError("invalid-argument", `not a LIKE pattern: ${JSON.stringify(pattern)}`, {
      hint: "A backslash comes before %, _ or another backslash, which then stand for themselves.",
    });
  return textNode(pattern, "a LIKE pattern");
}

function likeNode(name: "StringLike" | "StringILike", arg: Value, pattern: unknown): Value {
  if (!Array.isArray(pattern)) return op(name, { arg, pattern: likePattern(pattern) });
  const tests: Value[] = pattern.map((p) => op(name, { arg, pattern: likePattern(p) }));
  const [first, ...rest] = tests;
  if (!first) return op("IsIn", { arg, options: [] });
  return rest.reduce((left, right) => op("Or", { left, right }), first);
}
