/** The progress of a running statement. */
export interface Progress {
  readonly sql: string;
  /** From 0 to 1; null if the engine does not report it. */
  readonly fraction: number | null;
  /** The state that the engine reports, such as `RUNNING`; null if it reports none. */
  readonly state: string | null;
  /** Milliseconds since the statement was sent. */
  readonly millis: number;
}
/** A completed or failed statement. */
export interface QueryEvent {
  readonly dialect: string;
  readonly sql: string;
  /** When the statement was sent, in milliseconds since 1970. */
  readonly startedAt: number;
  /** Milliseconds from sending the statement until its last row was read, or until it failed. */
  readonly millis: number;
  /** The number of rows read or changed; null if unknown. */
  readonly rows: number | null;
  /** The engine's identifier of the statement; null if it has none. */
  readonly queryId: string | null;
  /** The error that the statement failed with; undefined on success. */
  readonly error: unknown;
  readonly labels: Labels;
}
/** Labels by name, for cost attribution; sent with each statement if the engine has labels or query tags. */
export type Labels = Readonly<Record<string, string>>;

/** Options for query events and progress. */
export interface EventOptions {
  /** Called after each statement completes. Errors thrown by the callback become warnings of the process. */
  readonly onQuery?: (event: QueryEvent) => void;
  /** Called at intervals while a statement runs. */
  readonly onProgress?: (progress: Progress) => void;
  /** Draws a progress bar on stderr for statements that take more than a second, if stderr is a terminal. */
  readonly progressBar?: boolean;
  readonly labels?: Labels;
}
/** Whether progress is reported to anything. */
export const wantsProgress = ({ onProgress, progressBar = false }: EventOptions): boolean =>
  onProgress !== undefined || progressBar;

/** What a driver may report about a running statement. */
export interface Report {
  queryId(id: string): void;
  rows(count: number): void;
  progress(fraction: number | null, state?: string): void;
}
