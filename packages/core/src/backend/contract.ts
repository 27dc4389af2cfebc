import type { DType } from "../dtype/dtype.js";
import type { Fields, Relation } from "../ir/relation.js";
import type { ValueOptions } from "./values.js";

/** A parameter of a compiled statement, in the order of its place in the text. */
export interface BoundParam {
  /** The name of a `param`, which is given when the statement is run; null for a literal that is bound. */
  readonly name: string | null;
  readonly value: unknown;
  readonly dtype: DType;
}
/** SQL text with what it needs and what it gives. */
export interface CompiledQuery {
  readonly sql: string;
  readonly params: readonly BoundParam[];
  readonly schema: Fields;
}
/** How SQL text is made. */
export interface CompileOptions {
  /** Whether literals stand in the text or are sent beside it; inline unless told. */
  readonly literals?: "inline" | "bind";
}
/** Turns a relation into the SQL of one dialect; needs no connection. */
export type Compiler = (relation: Relation, options?: CompileOptions) => CompiledQuery;

/** As much of an `AbortSignal` as is used, so that core needs no environment's types. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}
/** What every call that runs something takes. */
export interface RunOptions {
  /** Stops the statement on the server when it is aborted. */
  readonly signal?: Signal;
  readonly timeoutMs?: number;
  /** The values of `param`s by name. */
  readonly params?: { readonly [name: string]: unknown };
  /** Whether literals stand in the text of the statement or are sent beside it; inline unless told. */
  readonly literals?: "inline" | "bind";
}
/** Some rows of a result, column by column, as JavaScript values. */
export interface Batch {
  readonly rowCount: number;
  readonly columns: readonly ArrayLike<unknown>[];
}
/** The rows of a relation, kept by an engine until they are let go of. */
export interface CachedRelation {
  /** The relation that reads them. */
  readonly relation: Relation;
  /** Lets go of them; a second time does nothing. */
  release(): Promise<void>;
}
/** What a table needs of the engine that it lives in. `limit` and `maxRows` are none of its business: tables see to them. */
export interface Runner {
  /** The name of its SQL dialect. */
  readonly dialect: string;
  /** In which form the connection gives values. */
  readonly values?: ValueOptions;
  compile(relation: Relation, options?: CompileOptions): CompiledQuery;
  /** The rows of a relation: all of them, or an error. `options.values` has the connection's own in it. */
  read(relation: Relation, options?: RunOptions): AsyncIterable<Batch>;
  /** The engine's plan; with `analyze` it runs the statement and measures it. */
  explain(relation: Relation, options?: RunOptions & { readonly analyze?: boolean }): Promise<string>;
  /** Works a relation out and keeps its rows; left out by engines that cannot. */
  cache?(relation: Relation, options?: RunOptions): Promise<CachedRelation>;
}
