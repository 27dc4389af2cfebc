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
import { formatted } from "../operand/temporal-checks.js";
import type { AnyNull, StringOperand } from "../operand/text-operand.js";
import { countNode, filledTextNode, hashAlgorithm, integerNode, textNode, textNodes } from "../operand/text-operand.js";
import type { ReduceOptions } from "./base.js";
import type { Column } from "./column.js";
import { columnFrom } from "./column-factory.js";
import type { IntegerOperand } from "./integer.js";
import { StringPatternColumn } from "./string-patterns.js";

/** Options of `groupConcat`. */
export interface GroupConcatOptions extends ReduceOptions {
  readonly orderBy?: SortInput | readonly SortInput[];
}

/** A column of text. Characters are code points; positions count from 0, negative ones from the end, and -1 says that there is none. */
export class StringColumn<
  D extends DType = DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends StringPatternColumn<D, N, O> {
  /**
   * How many characters there are; NULL stays NULL. → int64
   * @example orders.mutate((c) => ({ size: c.status.length() }))
   */
  length(): Column<Int64<D["nullable"]>> {
    return this.op("StringLength", { arg: this.node });
  }
  /**
   * In upper case; NULL stays NULL. → string
   * @example orders.mutate((c) => ({ status: c.status.upper() }))
   */
  upper(): Column<Str<D["nullable"]>> {
    return this.op("Uppercase", { arg: this.node });
  }
  /**
   * In lower case; NULL stays NULL. → string
   * @example payments.mutate((c) => ({ method: c.payment_method.lower() }))
   */
  lower(): Column<Str<D["nullable"]>> {
    return this.op("Lowercase", { arg: this.node });
  }
  /**
   * The first character in upper case and the others in lower case; NULL stays NULL. → string
   * @example orders.mutate((c) => ({ status: c.status.capitalize() }))
   */
  capitalize(): Column<Str<D["nullable"]>> {
    return this.op("Capitalize", { arg: this.node });
  }
  /**
   * The characters from the last to the first; NULL stays NULL. → string
   * @example orders.mutate((c) => ({ mirrored: c.status.reverse() }))
   */
  reverse(): Column<Str<D["nullable"]>> {
    return this.op("Reverse", { arg: this.node });
  }
  /**
   * The number of the first code point, 0 for an empty string; NULL stays NULL. → int64
   * @example orders.mutate((c) => ({ code: c.status.ascii() }))
   */
  ascii(): Column<Int64<D["nullable"]>> {
    return this.op("StringAscii", { arg: this.node });
  }
  /**
   * Without white space (space, \t, \n, \v, \f and \r) at both ends; NULL stays NULL. → string
   * @example orders.mutate((c) => ({ status: c.status.trim() }))
   */
  trim(): Column<Str<D["nullable"]>> {
    return this.op("Strip", { arg: this.node });
  }
  /**
   * Without white space at the start; NULL stays NULL. → string
   * @example orders.mutate((c) => ({ status: c.status.trimStart() }))
   */
  trimStart(): Column<Str<D["nullable"]>> {
    return this.op("LStrip", { arg: this.node });
  }
  /**
   * Without white space at the end; NULL stays NULL. → string
   * @example orders.mutate((c) => ({ status: c.status.trimEnd() }))
   */
  trimEnd(): Column<Str<D["nullable"]>> {
    return this.op("RStrip", { arg: this.node });
  }

  /**
   * Whether a text occurs in it, as an empty one does; NULL if either is NULL. → bool
   * @example orders.filter((c) => c.status.contains("return"))
   */
  contains<const V extends StringOperand>(needle: V): Column<Bool<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("StringContains", { arg: this.node, needle: textNode(needle, "needle") });
  }
  /**
   * Whether it starts with a text; NULL if either is NULL. → bool
   * @example orders.filter((c) => c.status.startsWith("return"))
   */
  startsWith<const V extends StringOperand>(start: V): Column<Bool<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("StartsWith", { arg: this.node, needle: textNode(start, "start") });
  }
  /**
   * Whether it ends with a text; NULL if either is NULL. → bool
   * @example orders.filter((c) => c.status.endsWith("ed"))
   */
  endsWith<const V extends StringOperand>(end: V): Column<Bool<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("EndsWith", { arg: this.node, needle: textNode(end, "end") });
  }
  /**
   * The position of the first occurrence of a text, at `start` or later; -1 if there is none, NULL if any is NULL. → int64
   * @example orders.mutate((c) => ({ at: c.status.find("_") }))
   */
  find<const V extends StringOperand, const S extends IntegerOperand = 0>(
    needle: V,
    start?: S,
  ): Column<Int64<Or<D["nullable"], Or<OperandNull<V>, OperandNull<S>>>>> {
    const from = start === undefined ? undefined : integerNode(start, "start");
    return this.op("StringFind", { arg: this.node, needle: textNode(needle, "needle"), start: from });
  }
  /**
   * The position of the first option that equals it; -1 if none does, NULL stays NULL. → int64
   * @example orders.mutate((c) => ({ stage: c.status.findInSet(["placed", "shipped", "completed"]) }))
   */
  findInSet(options: readonly StringOperand[]): Column<Int64<D["nullable"]>> {
    return this.op("FindInSet", { arg: this.node, options: textNodes(options, "findInSet") });
  }
  /**
   * How many characters must be put in, left out or exchanged to make one of the other; NULL if either is NULL. → int64
   * @example orders.filter((c) => c.status.levenshtein("shipped").le(2))
   */
  levenshtein<const V extends StringOperand>(other: V): Column<Int64<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("Levenshtein", { left: this.node, right: textNode(other, "the other") });
  }

  /**
   * The characters from `start` on, at most `length` of them; NULL if any is NULL. → string
   * @example orders.mutate((c) => ({ part: c.status.substr(2, 3) }))
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
   * The characters from `start` up to, not including, `end`, as in JavaScript; NULL if any is NULL. → string
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
   * The character at a position; NULL where there is none. → string
   * @example orders.mutate((c) => ({ initial: c.status.at(0), final: c.status.at(-1) }))
   */
  at(position: number): Column<Str> {
    const found = position === -1 ? this.slice(-1) : this.slice(position, position + 1);
    return columnFrom(op("NullIf", { arg: found.node, other: literal("", notNull(string)) }));
  }
  /**
   * The first `count` characters; NULL if either is NULL. → string
   * @example orders.mutate((c) => ({ initial: c.status.left(1) }))
   */
  left<const V extends IntegerOperand>(count: V): Column<Str<Or<D["nullable"], OperandNull<V>>>> {
    const start = literal(0, notNull(int64));
    return this.op("Substring", { arg: this.node, start, length: countNode(count, "count") });
  }
  /**
   * The last `count` characters; NULL if either is NULL. → string
   * @example orders.mutate((c) => ({ ending: c.status.right(2) }))
   */
  right<const V extends IntegerOperand>(count: V): Column<Str<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("StrRight", { arg: this.node, count: countNode(count, "count") });
  }

  /**
   * The text as many times over, an empty one for zero and below; NULL if either is NULL. → string
   * @example orders.mutate((c) => ({ twice: c.status.repeat(2) }))
   */
  repeat<const V extends IntegerOperand>(times: V): Column<Str<Or<D["nullable"], OperandNull<V>>>> {
    return this.op("Repeat", { arg: this.node, times: countNode(times, "times") });
  }
  /**
   * Filled up at the start to `length` characters; a longer text stays as it is, NULL if any is NULL. → string
   * @example orders.mutate((c) => ({ status: c.status.lpad(15, ".") }))
   */
  lpad<const V extends IntegerOperand, const P extends StringOperand = " ">(
    length: V,
    pad?: P,
  ): Column<Str<Or<D["nullable"], Or<OperandNull<V>, OperandNull<P>>>>> {
    return this.op("LPad", padding(this.node, length, pad));
  }
  /**
   * Filled up at the end to `length` characters; a longer text stays as it is, NULL if any is NULL. → string
   * @example orders.mutate((c) => ({ status: c.status.rpad(15) }))
   */
  rpad<const V extends IntegerOperand, const P extends StringOperand = " ">(
    length: V,
    pad?: P,
  ): Column<Str<Or<D["nullable"], Or<OperandNull<V>, OperandNull<P>>>>> {
    return this.op("RPad", padding(this.node, length, pad));
  }
  /**
   * Each character of `from` replaced by the one at its place in `to`, removed if `to` is too short; NULL stays NULL. → string
   * @example orders.mutate((c) => ({ status: c.status.translate("_-", "  ") }))
   */
  translate(from: string, to: string): Column<Str<D["nullable"]>> {
    const arg = { arg: this.node, from: filledTextNode(from, "from"), to: textNode(to, "to") };
    if (new Set(from).size < [...from].length)
      throw new AvocetError("invalid-argument", `translate has a character twice in ${JSON.stringify(from)}`);
    return this.op("Translate", arg);
  }
  /**
   * Every occurrence of a text replaced by another; an empty one occurs nowhere. NULL if any is NULL. → string
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
   * This and other texts one after the other; NULL if any is NULL. → string
   * @example orders.mutate((c) => ({ label: c.status.concat(" #", c.order_id.cast(string)) }))
   */
  concat<const V extends readonly StringOperand[]>(...others: V): Column<Str<AnyNull<D["nullable"], V>>> {
    return this.op("StringConcat", { args: [this.node, ...textNodes(others, "concat")] });
  }
  /**
   * The parts, with this between them; NULLs among them are left out, NULL only if this is NULL. → string
   * @example payments.mutate((c) => ({ label: lit(": ").join([c.payment_method, c.amount.cast(string)]) }))
   */
  join(parts: readonly StringOperand[]): Column<Str<D["nullable"]>> {
    return this.op("StringJoin", { separator: this.node, args: textNodes(parts, "join") });
  }
  /**
   * The pieces between the occurrences of a delimiter, the whole text if there are none; the characters where a column's value as delimiter
   * is empty; NULL if either is NULL. → array of string
   * @example orders.mutate((c) => ({ words: c.status.split("_") }))
   */
  split<const V extends StringOperand>(delimiter: V): Column<ArrayType<Str<false>, Or<D["nullable"], OperandNull<V>>>> {
    return this.op("StringSplit", { arg: this.node, delimiter: filledTextNode(delimiter, "delimiter") });
  }

  /**
   * The digest of the UTF-8 bytes as hex digits in lower case; NULL stays NULL. → string
   * @example orders.mutate((c) => ({ digest: c.status.hexdigest("md5") }))
   */
  hexdigest(how: HashAlgorithm = "sha256"): Column<Str<D["nullable"]>> {
    return this.op("HexDigest", { arg: this.node, how: hashAlgorithm(how) });
  }
  /**
   * The digest of the UTF-8 bytes; NULL stays NULL. → binary
   * @example orders.mutate((c) => ({ digest: c.status.hashbytes("md5") }))
   */
  hashbytes(how: HashAlgorithm = "sha256"): Column<Binary<D["nullable"]>> {
    return this.op("HashBytes", { arg: this.node, how: hashAlgorithm(how) });
  }

  /**
   * The date and time that it says in a strftime format; NULL stays NULL, another text is an error when it runs. → timestamp
   * @example logs.mutate((c) => ({ at: c.at.toTimestamp("%d/%m/%Y %H:%M:%S") }))
   */
  toTimestamp(format: string): Column<Timestamp<D["nullable"]>> {
    return this.op("StringToTimestamp", { arg: this.node, format: formatted(format) });
  }
  /**
   * The date that it says in a strftime format; NULL stays NULL, another text is an error when it runs. → date
   * @example logs.mutate((c) => ({ day: c.day.toDate("%d/%m/%Y") }))
   */
  toDate(format: string): Column<DateType<D["nullable"]>> {
    return this.op("StringToDate", { arg: this.node, format: formatted(format) });
  }
  /**
   * The time of day that it says in a strftime format; NULL stays NULL, another text is an error when it runs. → time
   * @example logs.mutate((c) => ({ clock: c.clock.toTime("%H:%M") }))
   */
  toTime(format: string): Column<Time<D["nullable"]>> {
    return this.op("StringToTime", { arg: this.node, format: formatted(format) });
  }

  /**
   * The strings that are not NULL, with a separator between them; NULL over no rows. → string
   * @example orders.groupBy("customer_id").aggregate((c) => ({ all: c.status.groupConcat(", ", { orderBy: c.order_date }) }))
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

const padding = (arg: Value, length: IntegerOperand, pad: StringOperand = " ") => ({
  arg,
  length: countNode(length, "length"),
  pad: filledTextNode(pad, "pad"),
});
