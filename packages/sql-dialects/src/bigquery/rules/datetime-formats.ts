import type { DType } from "@avocet/core";
import type { TimeDirective } from "@avocet/core/dialect";
import { parseTimeFormat } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, literal, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { evaluateOnceIfCostly } from "../scope.js";
import type { TemporalKind } from "./temporal-helpers.js";
import { onArbitraryDay, temporalValue } from "./temporal-helpers.js";

// BigQuery's %Y is not padded to four digits. It has no directive for microseconds without the second.
const DIRECTIVES: Readonly<Partial<Record<TimeDirective, string>>> = { Y: "%E4Y" };
const escapePercent = (text: string): string => text.replaceAll("%", "%%");
const string = { kind: "string", nullable: false } as const;

const timeLetters = new Set<TimeDirective>(["H", "I", "p", "M", "S", "f"]);
const isDateLetter = (letter: TimeDirective): boolean => !timeLetters.has(letter);

/** Casts a date or time to a timestamp if the format needs the other part. */
function castForFormat(arg: Sql, format: string, dtype: DType): { readonly value: Sql; readonly kind: TemporalKind } {
  const { value, kind } = temporalValue(arg, dtype);
  const letters = parseTimeFormat(format).flatMap((token) => ("text" in token ? [] : [token.letter]));
  if (kind === "DATE" && letters.some((letter) => !isDateLetter(letter)))
    return { value: call("DATETIME", value), kind: "DATETIME" };
  if (kind === "TIME" && letters.some(isDateLetter)) return { value: onArbitraryDay(value), kind: "DATETIME" };
  return { value, kind };
}
function formatTemporal(arg: Sql, format: string, context: Pick<RuleContext, "dtype">): Sql {
  const { value: input, kind } = castForFormat(arg, format, context.dtype("arg"));
  const segments: (string | null)[] = [];
  for (const token of parseTimeFormat(format)) {
    const directive =
      "text" in token
        ? escapePercent(token.text)
        : token.letter === "f"
          ? null
          : (DIRECTIVES[token.letter] ?? `%${token.letter}`);
    const previous = segments.at(-1);
    if (directive === null || typeof previous !== "string") segments.push(directive);
    else segments[segments.length - 1] = previous + directive;
  }
  const formatSegment = (value: Sql, segment: string | null): Sql =>
    segment === null
      ? call("FORMAT", stringLiteral("%06d"), sql`EXTRACT(MICROSECOND FROM ${value})`)
      : call(`FORMAT_${kind}`, literal(segment, string), value);
  const [first = "", second] = segments;
  if (second === undefined) return formatSegment(input, first);
  return evaluateOnceIfCostly({ moment: input }, ({ moment: value }) =>
    call("CONCAT", ...segments.map((segment) => formatSegment(value, segment))),
  );
}

/** Converts a strptime format for PARSE_DATETIME, which has one directive for seconds with their fraction. */
function parseFormat(format: string, { unsupported }: Pick<RuleContext, "unsupported">): string {
  let directives = "";
  const tokens = parseTimeFormat(format);
  for (const [i, token] of tokens.entries()) {
    const previous = tokens[i - 1];
    if ("text" in token) directives += escapePercent(token.text);
    else if (token.letter !== "f") directives += `%${token.letter}`;
    else if (directives.endsWith("%S.") && previous && "text" in previous)
      directives = `${directives.slice(0, -3)}%E*S`;
    else throw unsupported("BigQuery parses microseconds only after seconds and a period", "use %S.%f");
  }
  return directives;
}
const parseDatetime = (
  a: { readonly arg: Sql; readonly format: string | undefined },
  context: Pick<RuleContext, "unsupported">,
): Sql => call("PARSE_DATETIME", literal(parseFormat(a.format ?? "", context), string), a.arg);

export const formatRules = {
  Strftime: ({ arg, format = "" }, context) => formatTemporal(arg, format, context),
  StringToTimestamp: parseDatetime,
  StringToDate: (a, context) => call("DATE", parseDatetime(a, context)),
  StringToTime: (a, context) => call("TIME", parseDatetime(a, context)),
  DayName: ({ arg }, { dtype }) => formatName("%A", arg, dtype("arg")),
  MonthName: ({ arg }, { dtype }) => formatName("%B", arg, dtype("arg")),
} satisfies Partial<Rules>;

const formatName = (directive: string, arg: Sql, dtype: Parameters<typeof temporalValue>[1]): Sql => {
  const { value, kind } = temporalValue(arg, dtype);
  return call(`FORMAT_${kind}`, stringLiteral(directive), value);
};
