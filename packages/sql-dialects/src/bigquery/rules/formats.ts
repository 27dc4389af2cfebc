import type { DType, TimeLetter } from "@avocet/core";
import { timePieces } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, literal, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { onceIfLong } from "../scope.js";
import type { ClockKind } from "./moments.js";
import { clockOf, onAnyDay } from "./moments.js";

// BigQuery's %Y has as many digits as the year needs. It has no sign for microseconds apart from the second.
const SIGNS: Readonly<Partial<Record<TimeLetter, string>>> = { Y: "%E4Y" };
const escaped = (plain: string): string => plain.replaceAll("%", "%%");
const string = { kind: "string", nullable: false } as const;

const ofClock = new Set<TimeLetter>(["H", "I", "p", "M", "S", "f"]);
const ofDay = (letter: TimeLetter): boolean => !ofClock.has(letter);

/** Dates have a clock only as timestamps, and times a day. */
function withAll(arg: Sql, format: string, dtype: DType): { readonly moment: Sql; readonly kind: ClockKind } {
  const { moment, kind } = clockOf(arg, dtype);
  const letters = timePieces(format).flatMap((piece) => ("text" in piece ? [] : [piece.letter]));
  if (kind === "DATE" && letters.some((letter) => !ofDay(letter)))
    return { moment: call("DATETIME", moment), kind: "DATETIME" };
  if (kind === "TIME" && letters.some(ofDay)) return { moment: onAnyDay(moment), kind: "DATETIME" };
  return { moment, kind };
}
function formatted(arg: Sql, format: string, context: Pick<RuleContext, "dtype">): Sql {
  const { moment, kind } = withAll(arg, format, context.dtype("arg"));
  const segments: (string | null)[] = [];
  for (const piece of timePieces(format)) {
    const sign =
      "text" in piece ? escaped(piece.text) : piece.letter === "f" ? null : (SIGNS[piece.letter] ?? `%${piece.letter}`);
    const last = segments.at(-1);
    if (sign === null || typeof last !== "string") segments.push(sign);
    else segments[segments.length - 1] = last + sign;
  }
  const part = (value: Sql, segment: string | null): Sql =>
    segment === null
      ? call("FORMAT", stringLiteral("%06d"), sql`EXTRACT(MICROSECOND FROM ${value})`)
      : call(`FORMAT_${kind}`, literal(segment, string), value);
  const [only = "", second] = segments;
  if (second === undefined) return part(moment, only);
  return onceIfLong({ moment }, ({ moment: value }) =>
    call("CONCAT", ...segments.map((segment) => part(value, segment))),
  );
}

/** A format as PARSE_DATETIME takes it: seconds with their digits are one sign. */
function parsing(format: string, { unsupported }: Pick<RuleContext, "unsupported">): string {
  let signs = "";
  const pieces = timePieces(format);
  for (const [i, piece] of pieces.entries()) {
    const before = pieces[i - 1];
    if ("text" in piece) signs += escaped(piece.text);
    else if (piece.letter !== "f") signs += `%${piece.letter}`;
    else if (signs.endsWith("%S.") && before && "text" in before) signs = `${signs.slice(0, -3)}%E*S`;
    else throw unsupported("BigQuery reads microseconds only after seconds and a point", "write %S.%f");
  }
  return signs;
}
const parsed = (
  a: { readonly arg: Sql; readonly format: string | undefined },
  context: Pick<RuleContext, "unsupported">,
): Sql => call("PARSE_DATETIME", literal(parsing(a.format ?? "", context), string), a.arg);

export const formatRules = {
  Strftime: ({ arg, format = "" }, context) => formatted(arg, format, context),
  StringToTimestamp: parsed,
  StringToDate: (a, context) => call("DATE", parsed(a, context)),
  StringToTime: (a, context) => call("TIME", parsed(a, context)),
  DayName: ({ arg }, { dtype }) => named("%A", arg, dtype("arg")),
  MonthName: ({ arg }, { dtype }) => named("%B", arg, dtype("arg")),
} satisfies Partial<Rules>;

const named = (sign: string, arg: Sql, dtype: Parameters<typeof clockOf>[1]): Sql => {
  const { moment, kind } = clockOf(arg, dtype);
  return call(`FORMAT_${kind}`, stringLiteral(sign), moment);
};
