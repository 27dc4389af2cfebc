import type { ErrorCode, FailureReason, TableLike } from "@avocet/core";
import type { ConformanceBackend } from "./backend.js";

/** A result row: values by column name. */
export type Cells = Readonly<Record<string, unknown>>;

/**
 * Why a case fails on a stand-in: what the stand-in does, and a link to the engine's documentation that says otherwise.
 */
export interface StandInGap {
  readonly reason: string;
  readonly link: string;
}
interface CaseFields {
  readonly name: string;
  /** Stand-ins, by dialect, that differ from their engine in this case. */
  readonly standIns?: Readonly<Record<string, StandInGap>>;
}
/** An expression and the rows that it must return on every engine. */
export interface RowsCase extends CaseFields {
  readonly kind: "rows";
  readonly table: TableLike;
  /** Computed in plain JavaScript or written by hand, never taken from an engine. */
  readonly expectedRows: readonly Cells[];
  /** Whether the rows must arrive in this order. */
  readonly ordered: boolean;
  /** Relative tolerance for floats. */
  readonly tolerance: number;
  /** Values of the parameters in the expression. */
  readonly params?: Readonly<Record<string, unknown>>;
}
/** An expression that must raise one of the expected errors when it is compiled or executed. */
export interface ErrorCase extends CaseFields {
  readonly kind: "error";
  readonly table: TableLike;
  readonly expectedErrors: readonly (ErrorCode | FailureReason)[];
}
/** Calls on a connection and their expected outcome. */
export interface ScenarioCase extends CaseFields {
  readonly kind: "scenario";
  readonly run: (backend: ConformanceBackend) => Promise<unknown>;
  readonly expected: unknown;
}
export type Case = RowsCase | ErrorCase | ScenarioCase;

/** Cases that test one subject. */
export interface CaseGroup {
  readonly name: string;
  readonly cases: readonly Case[];
}
/**
 * Concatenates lists of cases into a group.
 * @example group("numbers", values({ sum: [lit(1).add(1), 2] }))
 */
export const group = (name: string, ...cases: readonly (readonly Case[])[]): CaseGroup => ({
  name,
  cases: cases.flat(),
});
