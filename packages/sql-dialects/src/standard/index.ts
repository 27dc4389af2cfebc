import * as ir from "@avocet/core/ir";
import type { Rule, Rules, Unsupported } from "../dialect.js";
import { unsupported } from "../dialect.js";
import { aggregateRules } from "./aggregates.js";
import { arrayRules } from "./arrays.js";
import { genericRules } from "./generic.js";
import { jsonRules } from "./json.js";
import { logicalRules } from "./logical.js";
import { mapRules } from "./maps.js";
import { numericRules } from "./numeric.js";
import { regexRules } from "./regex.js";
import { statisticRules } from "./statistics.js";
import { stringRules } from "./strings.js";
import { structRules } from "./structs.js";
import { temporalRules } from "./temporal.js";
import { udfRules } from "./udf.js";
import { urlRules } from "./urls.js";
import { windowRules } from "./windows.js";

/** The operations that have no standard rule, because engines spell them too differently; each dialect has one. */
export type DialectSpecificOp =
  | "TryCast"
  | "ConvertBase"
  | "Strftime"
  | "ArrayIndex"
  | "ArraySlice"
  | "ArrayRepeat"
  | "ArrayZip"
  | "ArrayMap"
  | "ArrayFilter"
  | "ArrayMode"
  | "Range"
  | "DateRange"
  | "TimestampRange"
  | "MapGet"
  | "StructConstruct"
  | "ToJSONMap"
  | "ToJSONArray"
  | "UnwrapJSONString"
  | "UnwrapJSONInt64"
  | "UnwrapJSONFloat64"
  | "UnwrapJSONBoolean"
  | "First"
  | "Last";
/** A rule for each operation except {@link DialectSpecificOp}; a missing entry is a type error. */
export type StandardRules = { readonly [K in Exclude<ir.OpName, DialectSpecificOp>]: Rule<K> };
/** The families in which operations are defined. */
export type RuleFamily =
  | "generic"
  | "logical"
  | "numeric"
  | "strings"
  | "regex"
  | "urls"
  | "temporal"
  | "arrays"
  | "maps"
  | "structs"
  | "json"
  | "aggregates"
  | "statistics"
  | "windows"
  | "userFunctions";

/**
 * The default rules by family: the spelling of the SQL standard, of most engines, or of PostgreSQL. A dialect for an
 * engine without arrays, for example, uses the other families.
 * @example { ...noRules("not supported"), ...standardFamilies.generic, ...standardFamilies.logical }
 */
export const standardFamilies: Readonly<Record<RuleFamily, Partial<Rules>>> = {
  generic: genericRules,
  logical: logicalRules,
  numeric: numericRules,
  strings: stringRules,
  regex: regexRules,
  urls: urlRules(),
  temporal: temporalRules,
  arrays: arrayRules,
  maps: mapRules,
  structs: structRules,
  json: jsonRules,
  aggregates: aggregateRules,
  statistics: statisticRules,
  windows: windowRules,
  userFunctions: udfRules,
};

/**
 * The default rules of all families. A dialect spreads them and overrides those that its engine writes in another way.
 * @example { ...noRules("not yet"), ...standardRules, Uppercase: ({ arg }) => call("UCASE", arg) }
 */
export const standardRules: StandardRules = {
  ...genericRules,
  ...logicalRules,
  ...numericRules,
  ...stringRules,
  ...regexRules,
  ...urlRules(),
  ...temporalRules,
  ...arrayRules,
  ...mapRules,
  ...structRules,
  ...jsonRules,
  ...aggregateRules,
  ...statisticRules,
  ...windowRules,
  ...udfRules,
};

type KeysOfEach<R> = R extends Partial<Rules> ? keyof R : never;
/** The operations that neither the standard rules nor some rules define. */
type MissingOps<R extends Partial<Rules>> = Exclude<DialectSpecificOp, KeysOfEach<R>>;
/** Accepts any rules, or none if an operation is missing. */
export type EveryOperation<R extends Partial<Rules>> = [MissingOps<R>] extends [never]
  ? unknown
  : { readonly missing: MissingOps<R> };

/**
 * Completes the rules of a dialect with the standard rules. Later rules override earlier ones. An operation that has
 * neither a standard rule nor one of the dialect is a type error that names it.
 * @example completeRules(genericRules, numericRules, stringRules)
 */
export function completeRules<R extends readonly Partial<Rules>[]>(...rules: R & EveryOperation<R[number]>): Rules {
  return Object.assign({}, standardRules, ...rules) as Rules; // the parameter's type requires every operation
}

/**
 * Declares every operation as unsupported for a reason. Operations that a dialect does not override stay unsupported.
 * @example noRules("not implemented").Median // { unsupported: "not implemented", … }
 */
export function noRules(reason: string, alternative?: string): Rules {
  const names = Object.keys(ir.operations) as ir.OpName[]; // the keys of the table of operations
  return unsupportedRules(names, reason, alternative);
}

/**
 * Declares some operations as unsupported for a reason, in place of their standard rules.
 * @example unsupportedRules(["Reverse", "Translate"], "SQLite has no such function")
 */
export function unsupportedRules<K extends ir.OpName>(
  names: readonly K[],
  reason: string,
  alternative?: string,
): Readonly<Record<K, Unsupported>> {
  const refusal = unsupported(reason, alternative);
  return Object.fromEntries(names.map((name) => [name, refusal])) as Record<K, Unsupported>; // has every name
}
