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
 * LIKE patterns and regular expressions. A regular expression is limited to what RE2 and POSIX have in common:
 * `* + ? {m,n} | ( ) [ ]`, `.` for any character but a line feed, `^ $` for the start and end of the string, classes
 * such as `[[:digit:]]`, and `\d \w \s` for ASCII; no look-around and no back references. Matching is case-sensitive.
 * The engine parses the pattern at execution.
 */
export class StringPatternColumn<
  D extends DType = DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends UrlColumn<D, N, O> {
  /**
   * Tests whether the string matches a LIKE pattern, or one of several: `%` matches any text, `_` one character, `\`
   * escapes them.
   * Returns bool, false for an empty list of patterns. NULL propagates. Throws `invalid-argument` for a `\` that
   * escapes nothing.
   * @example orders.filter((c) => c.status.like("return%"))
   */
  like<const V extends StringOperand | readonly StringOperand[]>(
    pattern: V,
  ): Column<Bool<Or<D["nullable"], PatternNull<V>>>> {
    return columnFrom(likeNode("StringLike", this.node, pattern));
  }
  /**
   * Tests whether the string matches a LIKE pattern, or one of several, ignoring case.
   * Returns bool, false for an empty list of patterns. NULL propagates. Throws `invalid-argument` for a `\` that
   * escapes nothing.
   * @example orders.filter((c) => c.status.ilike(["return%", "%ship%"]))
   */
  ilike<const V extends StringOperand | readonly StringOperand[]>(
    pattern: V,
  ): Column<Bool<Or<D["nullable"], PatternNull<V>>>> {
    return columnFrom(likeNode("StringILike", this.node, pattern));
  }
  /**
   * Tests whether a regular expression matches anywhere in the string.
   * Returns bool. NULL stays NULL.
   * @example orders.filter((c) => c.status.reSearch("^return(ed|_pending)$"))
   */
  reSearch(pattern: string): Column<Bool<D["nullable"]>> {
    return this.op("RegexSearch", { arg: this.node, pattern: checkedRegex(pattern) });
  }
  /**
   * First match of a regular expression, or one of its capture groups, counted from 1.
   * Returns string, NULL without a match, and an empty string for a group that did not take part in the match. Throws
   * `invalid-argument` for a group outside of 0 to 9.
   * @example orders.mutate((c) => ({ stem: c.status.reExtract("^([a-z]+)_", 1) }))
   */
  reExtract(pattern: string, group = 0): Column<Str> {
    if (!Number.isInteger(group) || group < 0 || group > 9)
      throw new AvocetError("invalid-argument", `A group is an integer from 0 (the entire match) to 9, got ${group}`);
    return this.op("RegexExtract", { arg: this.node, pattern: checkedRegex(pattern), group });
  }
  /**
   * Splits the string at each match of a regular expression.
   * Returns an array of strings. NULL stays NULL.
   * @example orders.mutate((c) => ({ words: c.status.reSplit("[_ ]+") }))
   */
  reSplit(pattern: string): Column<ArrayType<Str<false>, D["nullable"]>> {
    return this.op("RegexSplit", { arg: this.node, pattern: checkedRegex(pattern) });
  }
  /**
   * Replaces all matches of a regular expression. In the replacement `\1` to `\9` are the capture groups, `\\` is a
   * backslash.
   * Returns string. NULL stays NULL. Throws `invalid-argument` for another escape in the replacement.
   * @example orders.mutate((c) => ({ status: c.status.reReplace("_+", " ") }))
   */
  reReplace(pattern: string, replacement: string): Column<Str<D["nullable"]>> {
    if (typeof replacement !== "string" || /\\(?![1-9\\])/.test(replacement.replaceAll("\\\\", "")))
      throw new AvocetError("invalid-argument", `Invalid replacement: ${JSON.stringify(replacement)}`, {
        hint: "Write \\1 to \\9 for groups and \\\\ for a backslash.",
      });
    return this.op("RegexReplace", { arg: this.node, pattern: checkedRegex(pattern), replacement });
  }
}

function checkedRegex(pattern: unknown): string {
  if (typeof pattern === "string" && pattern !== "") return pattern;
  const got = pattern instanceof RegExp ? "a RegExp" : JSON.stringify(pattern);
  throw new AvocetError("invalid-argument", `A regular expression must be a non-empty string, got ${got}`, {
    hint: "Write the pattern as a string: the engine parses it, not JavaScript.",
  });
}

function likePatternNode(pattern: unknown): Value {
  if (typeof pattern === "string" && /\\(?![%_\\])/.test(pattern.replaceAll("\\\\", "")))
    throw new AvocetError("invalid-argument", `Invalid LIKE pattern: ${JSON.stringify(pattern)}`, {
      hint: "Write \\%, \\_ or \\\\ for a literal %, _ or backslash.",
    });
  return textNode(pattern, "pattern");
}

function likeNode(name: "StringLike" | "StringILike", arg: Value, pattern: unknown): Value {
  if (!Array.isArray(pattern)) return op(name, { arg, pattern: likePatternNode(pattern) });
  const tests: Value[] = pattern.map((p) => op(name, { arg, pattern: likePatternNode(p) }));
  const [first, ...rest] = tests;
  if (!first) return op("IsIn", { arg, options: [] });
  return rest.reduce((left, right) => op("Or", { left, right }), first);
}
