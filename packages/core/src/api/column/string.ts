import type { ArrayType, Binary, Bool, DateType, DType, Int64, Or, Str, Time, Timestamp } from "../../dtype/dtype.js";
import { int64, notNull, string } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import { op } from "../../ir/op.js";
import type { HashAlgorithm } from "../../ir/ops/strings.js";
import type { Value } from "../../ir/value.js";
import { literal } from "../../ir/value.js";
import type { OperandNull } from "../operand/operand.js";
import type { SortInput } from "../operand/sort.js";
import { sortNodes } from "../operand/sort.js";
import { checkedTimeFormat } from "../operand/temporal-checks.js";
import type { AnyNull, StringOperand } from "../operand/text-operand.js";
import {
  checkedHashAlgorithm,
  countNode,
  integerNode,
  nonEmptyTextNode,
  textNode,
  textNodes,
} from "../operand/text-operand.js";
import type { AggregateOptions } from "./base.js";
import type { Column } from "./column.js";
import { columnFrom } from "./column-factory.js";
import type { IntegerOperand } from "./integer.js";
import { StringPatternColumn } from "./string-patterns.js";

/** Options of `groupConcat`. */
export interface GroupConcatOptions extends AggregateOptions {
  readonly orderBy?: SortInput | readonly SortInput[];
}

/**
 * A column of strings. Characters are Unicode code points. Positions count from 0, negative ones from the end; -1 means
 * "not found".
 */
export class StringColumn<
  D extends DType = DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends StringPatternColumn<D, N, O> {
  /**
   * Number of characters.
   * Returns int64. NULL propagates.
   * @example orders.mutate((c) => ({ size: c.status.length() }))
   */
  length(): Column<Int64<D["nullable"]>> {
    return this.op("StringLength", { arg: this.node });
  }
  /**
   * Converts to upper case.
   * Returns string. NULL propagates.
   * @example orders.mutate((c) => ({ status: c.status.upper() }))
   */
  upper(): Column<Str<D["nullable"]>> {
    return this.op("Uppercase", { arg: this.node });
  }
  /**
   * Converts to lower case.
   * Returns string. NULL propagates.
   * @example payments.mutate((c) => ({ method: c.payment_method.lower() }))
   */
  lower(): Column<Str<D["nullable"]>> {
    return this.op("Lowercase", { arg: this.node });
  }
  /**
   * Converts the first character to upper case and all others to lower case.
   * Returns string. NULL propagates.
   * @example orders.mutate((c) => ({ status: c.status.capitalize() }))
   */
  capitalize(): Column<Str<D["nullable"]>> {
    return this.op("Capitalize", { arg: this.node });
  }
  /**
   * Reverses the order of the characters.
   * Returns string. NULL propagates.
   * @example orders.mutate((c) => ({ mirrored: c.status.reverse() }))
   */
  reverse(): Column<Str<D["nullable"]>> {
    return this.op("Reverse", { arg: this.node });
  }
  /**
   * Code point of the first character, 0 for an empty string.
   * Returns int64. NULL propagates.
   * @example orders.mutate((c) => ({ code: c.status.ascii() }))
   */
  ascii(): Column<Int64<D["nullable"]>> {
    return this.op("StringAscii", { arg: this.node });
  }
  /**
   * Removes white space (space, \t, \n, \v, \f and \r) from both ends.
   * Returns string. NULL propagates.
   * @example orders.mutate((c) => ({ status: c.status.trim() }))
   */
  trim(): Column<Str<D["nullable"]>> {
    return this.op("Strip", { arg: this.node });
  }
  /**
   * Removes white space from the start; see `trim` for the characters.
   * Returns string. NULL propagates.
   * @example orders.mutate((c) => ({ status: c.status.trimStart() }))
   */
  trimStart(): Column<Str<D["nullable"]>> {
    return this.op("LStrip", { arg: this.node });
  }
  /**
   * Removes white space from the end; see `trim` for the characters.
   * Returns string. NULL propagates.
   * @example orders.mutate((c) => ({ status: c.status.trimEnd() }))
   */
  trimEnd(): Column<Str<D["nullable"]>> {
    return this.op("RStrip", { arg: this.node });
  }

  /**
   * Tests whether the string contains another. Every string contains the empty string.
   * Returns bool. NULL propagates.
   * @example orders.filter((c) => c.status.contains("return"))
   */
  contains<const V extends StringOperand>(needle: V): Column<Bool<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("StringContains", { arg: this.node, needle: textNode(needle, "needle") });
  }
  /**
   * Tests whether the string starts with another.
   * Returns bool. NULL propagates.
   * @example orders.filter((c) => c.status.startsWith("return"))
   */
  startsWith<const V extends StringOperand>(prefix: V): Column<Bool<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("StartsWith", { arg: this.node, needle: textNode(prefix, "prefix") });
  }
  /**
   * Tests whether the string ends with another.
   * Returns bool. NULL propagates.
   * @example orders.filter((c) => c.status.endsWith("ed"))
   */
  endsWith<const V extends StringOperand>(suffix: V): Column<Bool<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("EndsWith", { arg: this.node, needle: textNode(suffix, "suffix") });
  }
  /**
   * Position of the first occurrence of a string, at `start` (0 by default) or later.
   * Returns int64, -1 if it does not occur. NULL propagates.
   * @example orders.mutate((c) => ({ position: c.status.find("_") }))
   */
  find<const V extends StringOperand, const S extends IntegerOperand = 0>(
    needle: V,
    start?: S,
  ): Column<Int64<Or<D["nullable"], Or<OperandNull<V>, OperandNull<S>>>>> {
    const startNode = start === undefined ? undefined : integerNode(start, "start");
    return this.op("StringFind", { arg: this.node, needle: textNode(needle, "needle"), start: startNode });
  }
  /**
   * Position of the string in a list of options.
   * Returns int64, -1 if no option equals it. NULL stays NULL. Throws `invalid-argument` for an empty list.
   * @example orders.mutate((c) => ({ stage: c.status.findInSet(["placed", "shipped", "completed"]) }))
   */
  findInSet(options: readonly StringOperand[]): Column<Int64<D["nullable"]>> {
    return this.op("FindInSet", { arg: this.node, options: textNodes(options, "findInSet") });
  }
  /**
   * Levenshtein edit distance to another string: the number of insertions, deletions and substitutions of characters.
   * Returns int64. NULL propagates.
   * @example orders.filter((c) => c.status.levenshtein("shipped").le(2))
   */
  levenshtein<const V extends StringOperand>(right: V): Column<Int64<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("Levenshtein", { left: this.node, right: textNode(right, "right") });
  }

  /**
   * Substring from `start` to the end, or of at most `length` characters.
   * Returns string. NULL propagates. Throws `invalid-argument` for a negative literal.
   * @example orders.mutate((c) => ({ middle: c.status.substr(2, 3) }))
   */
  substr<const S extends IntegerOperand, const L extends IntegerOperand = 0>(
    start: S,
    length?: L,
  ): Column<Str<Or<D["nullable"], Or<OperandNull<S>, OperandNull<L>>>>> {
    return this.op("Substring", {
      arg: this.node,
      start: integerNode(start, "start"),
      length: length === undefined ? undefined : countNode(length, "length"),
    });
  }
  /**
   * Substring from `start` up to, but excluding, `end`, as in JavaScript.
   * Returns string. NULL propagates.
   * @example orders.mutate((c) => ({ inner: c.status.slice(1, -1) }))
   */
  slice<const S extends IntegerOperand, const E extends IntegerOperand = 0>(
    start: S,
    end?: E,
  ): Column<Str<Or<D["nullable"], Or<OperandNull<S>, OperandNull<E>>>>> {
    if (end === undefined) return this.op("Substring", { arg: this.node, start: integerNode(start, "start") });
    return this.op("StringSlice", {
      arg: this.node,
      start: integerNode(start, "start"),
      end: integerNode(end, "end"),
    });
  }
  /**
   * Character at a position.
   * Returns string, NULL outside of the string.
   * @example orders.mutate((c) => ({ initial: c.status.at(0), final: c.status.at(-1) }))
   */
  at(position: number): Column<Str> {
    const character = position === -1 ? this.slice(-1) : this.slice(position, position + 1);
    return columnFrom(op("NullIf", { arg: character.node, other: literal("", notNull(string)) }));
  }
  /**
   * First `count` characters.
   * Returns string. NULL propagates. Throws `invalid-argument` for a negative literal.
   * @example orders.mutate((c) => ({ initial: c.status.left(1) }))
   */
  left<const V extends IntegerOperand>(count: V): Column<Str<Or<D["nullable"], OperandNull<V>>>> {
    const start = literal(0, notNull(int64));
    return this.op("Substring", { arg: this.node, start, length: countNode(count, "count") });
  }
  /**
   * Last `count` characters.
   * Returns string. NULL propagates. Throws `invalid-argument` for a negative literal.
   * @example orders.mutate((c) => ({ ending: c.status.right(2) }))
   */
  right<const V extends IntegerOperand>(count: V): Column<Str<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("StrRight", { arg: this.node, count: countNode(count, "count") });
  }

  /**
   * Repeats the string `times` times; empty if `times` is 0, or negative in a column.
   * Returns string. NULL propagates. Throws `invalid-argument` for a negative literal.
   * @example orders.mutate((c) => ({ twice: c.status.repeat(2) }))
   */
  repeat<const V extends IntegerOperand>(times: V): Column<Str<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("Repeat", { arg: this.node, times: countNode(times, "times") });
  }
  /**
   * Pads at the start to `length` characters; longer strings are unchanged.
   * Returns string. NULL propagates. Throws `invalid-argument` for an empty `pad`.
   * @example orders.mutate((c) => ({ status: c.status.lpad(15, ".") }))
   */
  lpad<const V extends IntegerOperand, const P extends StringOperand = " ">(
    length: V,
    pad?: P,
  ): Column<Str<Or<D["nullable"], Or<OperandNull<V>, OperandNull<P>>>>> {
    return this.op("LPad", padArgs(this.node, length, pad));
  }
  /**
   * Pads at the end to `length` characters; longer strings are unchanged.
   * Returns string. NULL propagates. Throws `invalid-argument` for an empty `pad`.
   * @example orders.mutate((c) => ({ status: c.status.rpad(15) }))
   */
  rpad<const V extends IntegerOperand, const P extends StringOperand = " ">(
    length: V,
    pad?: P,
  ): Column<Str<Or<D["nullable"], Or<OperandNull<V>, OperandNull<P>>>>> {
    return this.op("RPad", padArgs(this.node, length, pad));
  }
  /**
   * Replaces each character of `from` with the character of `to` at the same position, and removes it if `to` is too
   * short.
   * Returns string. NULL stays NULL. Throws `invalid-argument` if `from` is empty or contains a character twice.
   * @example orders.mutate((c) => ({ status: c.status.translate("_-", "  ") }))
   */
  translate(from: string, to: string): Column<Str<D["nullable"]>> {
    const args = { arg: this.node, from: nonEmptyTextNode(from, "from"), to: textNode(to, "to") };
    if (new Set(from).size < [...from].length)
      throw new AvocetError("invalid-argument", `"from" contains a character twice: ${JSON.stringify(from)}`);
    return this.op("Translate", args);
  }
  /**
   * Replaces all occurrences of a string. An empty `pattern` occurs nowhere.
   * Returns string. NULL propagates.
   * @example orders.mutate((c) => ({ status: c.status.replace("_", " ") }))
   */
  replace<const V extends StringOperand, const R extends StringOperand>(
    pattern: V,
    replacement: R,
  ): Column<Str<Or<D["nullable"], Or<OperandNull<V>, OperandNull<R>>>>> {
    return this.op("StringReplace", {
      arg: this.node,
      pattern: textNode(pattern, "pattern"),
      replacement: textNode(replacement, "replacement"),
    });
  }
  /**
   * Concatenates the string and others.
   * Returns string. NULL propagates.
   * @example orders.mutate((c) => ({ label: c.status.concat(" #", c.order_id.cast(string)) }))
   */
  concat<const V extends readonly StringOperand[]>(...strings: V): Column<Str<AnyNull<D["nullable"], V>>> {
    return this.op("StringConcat", { args: [this.node, ...textNodes(strings, "concat")] });
  }
  /**
   * Joins strings, with this string as separator.
   * Returns string. NULLs in the list are skipped; NULL only if the separator is NULL.
   * @example payments.mutate((c) => ({ label: lit(": ").join([c.payment_method, c.amount.cast(string)]) }))
   */
  join(strings: readonly StringOperand[]): Column<Str<D["nullable"]>> {
    return this.op("StringJoin", { separator: this.node, args: textNodes(strings, "join") });
  }
  /**
   * Splits the string at each occurrence of a delimiter. A delimiter column that is empty splits into characters.
   * Returns an array of strings. NULL propagates. Throws `invalid-argument` for an empty literal.
   * @example orders.mutate((c) => ({ words: c.status.split("_") }))
   */
  split<const V extends StringOperand>(delimiter: V): Column<ArrayType<Str<false>, Or<D["nullable"], OperandNull<V>>>> {
    return this.op("StringSplit", { arg: this.node, delimiter: nonEmptyTextNode(delimiter, "delimiter") });
  }

  /**
   * Digest of the UTF-8 bytes (SHA-256 by default) as hexadecimal digits in lower case.
   * Returns string. NULL stays NULL.
   * @example orders.mutate((c) => ({ digest: c.status.hexdigest("md5") }))
   */
  hexdigest(algorithm: HashAlgorithm = "sha256"): Column<Str<D["nullable"]>> {
    return this.op("HexDigest", { arg: this.node, how: checkedHashAlgorithm(algorithm) });
  }
  /**
   * Digest of the UTF-8 bytes (SHA-256 by default).
   * Returns binary. NULL stays NULL.
   * @example orders.mutate((c) => ({ digest: c.status.hashbytes("md5") }))
   */
  hashbytes(algorithm: HashAlgorithm = "sha256"): Column<Binary<D["nullable"]>> {
    return this.op("HashBytes", { arg: this.node, how: checkedHashAlgorithm(algorithm) });
  }

  /**
   * Parses a timestamp with a strftime format.
   * Returns timestamp without zone. NULL stays NULL; a string that does not match raises an error at execution.
   * @example logs.mutate((c) => ({ at: c.at.toTimestamp("%d/%m/%Y %H:%M:%S") }))
   */
  toTimestamp(format: string): Column<Timestamp<D["nullable"]>> {
    return this.op("StringToTimestamp", { arg: this.node, format: checkedTimeFormat(format) });
  }
  /**
   * Parses a date with a strftime format.
   * Returns date. NULL stays NULL; a string that does not match raises an error at execution.
   * @example logs.mutate((c) => ({ day: c.day.toDate("%d/%m/%Y") }))
   */
  toDate(format: string): Column<DateType<D["nullable"]>> {
    return this.op("StringToDate", { arg: this.node, format: checkedTimeFormat(format) });
  }
  /**
   * Parses a time of day with a strftime format.
   * Returns time. NULL stays NULL; a string that does not match raises an error at execution.
   * @example logs.mutate((c) => ({ clock: c.clock.toTime("%H:%M") }))
   */
  toTime(format: string): Column<Time<D["nullable"]>> {
    return this.op("StringToTime", { arg: this.node, format: checkedTimeFormat(format) });
  }

  /**
   * Joins the strings of all rows, with a separator (a comma by default), in the order of `orderBy`.
   * Returns string. NULLs are skipped; NULL if there are no values.
   * @example orders.aggregate((c) => ({ statuses: c.status.groupConcat(", ", { orderBy: c.order_date }) }))
   */
  groupConcat(separator = ",", options: GroupConcatOptions = {}): Column<Str> {
    return this.op("GroupConcat", {
      arg: this.node,
      separator: textNode(separator, "separator"),
      orderBy: options.orderBy === undefined ? undefined : sortNodes(options.orderBy),
      where: options.where?.node,
    });
  }
}

const padArgs = (arg: Value, length: IntegerOperand, pad: StringOperand = " ") => ({
  arg,
  length: countNode(length, "length"),
  pad: nonEmptyTextNode(pad, "pad"),
});
