import type { DType } from "@avocet/core";
import { isInteger } from "@avocet/core/dialect";
import type { RuleContext } from "../dialect.js";
import { intLiteral, literal } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { plus } from "./operators.js";

const STRING: DType = { kind: "string", nullable: false };
const FLOAT64: DType = { kind: "float64", nullable: false };

/** The value of an integer literal that is a JavaScript number, else null. */
export const literalInteger = (value: Sql): number | null =>
  value.kind === "literal" && typeof value.value === "number" && Number.isInteger(value.value) ? value.value : null;

/** A float64 literal that is part of the SQL text: a number, "Infinity", "-Infinity" or "NaN". */
export const floatLiteral = (value: number | string): Sql => ({ kind: "literal", value, dtype: FLOAT64, fixed: true });

/** A literal of a string option of an operation. It is user input, so it is printed or bound like any literal. */
export const optionLiteral = (option: string | undefined): Sql => literal(option ?? "", STRING);

/** Converts a 0-based to a 1-based position. */
export function oneBased(position: Sql): Sql {
  const exact = literalInteger(position);
  return exact === null ? plus(position, intLiteral(1)) : intLiteral(exact + 1);
}

/**
 * Casts an integer result to its dtype if all results that it may take are literals, for engines in which
 * an integer literal has the smallest type that holds it.
 */
export const castIfAllLiterals = (
  result: Sql,
  candidates: readonly (Sql | undefined)[],
  { cast, node }: Pick<RuleContext, "cast"> & { readonly node: { readonly dtype: DType } },
): Sql =>
  isInteger(node.dtype) && candidates.every((candidate) => candidate === undefined || candidate.kind === "literal")
    ? cast(result, node.dtype)
    : result;
