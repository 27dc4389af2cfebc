import type { Rules } from "../../dialect.js";
import { call, caseWhen, compare, intLiteral, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { castTo, evaluateOnce, float64, ifThen, int64, literalInteger, string } from "../build.js";

const JSON_TYPE = { kind: "json", nullable: true } as const;
const isNumber = (json: Sql): Sql => sql`${call("TYPEOF", json)} IN ('INTEGER', 'DECIMAL', 'DOUBLE')`;

export const jsonRules = {
  // GET accepts a member name or an array index, never a path.
  JSONGetItem: ({ arg, index }, { dtype }) => {
    if (dtype("index").kind === "string") return call("GET", call("AS_OBJECT", arg), index);
    const constant = literalInteger(index);
    if (constant !== null && constant >= 0) return call("GET", call("AS_ARRAY", arg), intLiteral(constant));
    return evaluateOnce([[arg, JSON_TYPE]], JSON_TYPE, ([json = arg]) => {
      const size = call("ARRAY_SIZE", json);
      const position =
        constant === null
          ? sql`${index} + ${caseWhen([[compare(index, "<", intLiteral(0)), size]], intLiteral(0))}`
          : sql`${size} - ${intLiteral(-constant)}`;
      return call("GET", call("AS_ARRAY", json), position);
    });
  },
  ToJSONMap: ({ arg }) => call("AS_OBJECT", arg),
  ToJSONArray: ({ arg }) => call("AS_ARRAY", arg),
  UnwrapJSONString: ({ arg }) => call("AS_VARCHAR", arg),
  // A number with a period or an exponent may still be an integer. The upper bound is the largest FLOAT below 2^63.
  UnwrapJSONInt64: ({ arg }) =>
    evaluateOnce([[arg, JSON_TYPE]], int64, ([json = arg]) => {
      const [integer, number] = [call("AS_INTEGER", json), castTo(json, float64)];
      const fits = sql`${number} = FLOOR(${number}) AND ${number} BETWEEN -9223372036854775808 AND 9223372036854774784`;
      return caseWhen([
        [sql`${integer} BETWEEN -9223372036854775808 AND 9223372036854775807`, integer],
        [sql`${call("TYPEOF", json)} IN ('DECIMAL', 'DOUBLE')`, ifThen(fits, castTo(json, int64))],
      ]);
    }),
  UnwrapJSONFloat64: ({ arg }) =>
    evaluateOnce([[arg, JSON_TYPE]], float64, ([json = arg]) => ifThen(isNumber(json), castTo(json, float64))),
  UnwrapJSONBoolean: ({ arg }) => call("AS_BOOLEAN", arg),
  // PARSE_JSON returns NULL for blank text, which is not valid JSON; `?` makes it raise an error.
  JSONParse: ({ arg }) => {
    if (arg.kind === "literal")
      return call("PARSE_JSON", String(arg.value ?? "x").trim() === "" ? stringLiteral("?") : arg);
    return evaluateOnce([[arg, string]], JSON_TYPE, ([s = arg]) =>
      call("PARSE_JSON", caseWhen([[compare(call("TRIM", s), "=", stringLiteral("")), stringLiteral("?")]], s)),
    );
  },
  JSONText: ({ arg }) => call("TO_JSON", arg),
} satisfies Partial<Rules>;
