import type { ErrorCode, FailureReason, TableLike } from "@avocet/core";
import type { ConformanceBackend } from "./backend.js";

/** A row of a result, by name. */
export type Cells = Readonly<Record<string, unknown>>;

/** Why a case does not hold on a stand-in for an engine: what the stand-in does, and where the engine's own documentation says else. */
export interface StandInGap {
  readonly why: string;
  readonly link: string;
}
interface Common {
  readonly name: string;
  /** The stand-ins, by dialect, that are wrong about their engine here. */
  readonly standIns?: Readonly<Record<string, StandInGap>>;
}
/** An expression, and the rows that it must give on every engine. */
export interface RowsCase extends Common {
  readonly kind: "rows";
  readonly table: TableLike;
  /** From plain JavaScript or written by hand, never from an engine. */
  readonly rows: readonly Cells[];
  /** Whether the rows come in this order. */
  readonly ordered: boolean;
  /** How far a float may lie beside the expected one, relative to it. */
  readonly tolerance: number;
  /** The values of its parameters. */
  readonly params?: Readonly<Record<string, unknown>>;
}
/** An expression that must fail when it is run or compiled, in one of these ways. */
export interface ErrorCase extends Common {
  readonly kind: "error";
  readonly table: TableLike;
  readonly fails: readonly (ErrorCode | FailureReason)[];
}
/** A story on a connection, and what it must come to. */
export interface ScenarioCase extends Common {
  readonly kind: "scenario";
  readonly run: (backend: ConformanceBackend) => Promise<unknown>;
  readonly gives: unknown;
}
export type Case = RowsCase | ErrorCase | ScenarioCase;

/** Cases about one subject. */
export interface CaseGroup {
  readonly name: string;
  readonly cases: readonly Case[];
}
/**
 * Cases about one subject, in one list.
 * @example group("numbers", values({ sum: [lit(1).add(1), 2] }))
 */
export const group = (name: string, ...cases: readonly (readonly Case[])[]): CaseGroup => ({
  name,
  cases: cases.flat(),
});
