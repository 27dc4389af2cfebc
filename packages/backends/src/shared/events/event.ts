/** How far a statement is. */
export interface Progress {
  readonly sql: string;
  /** From 0 to 1, where the engine knows. */
  readonly fraction: number | null;
  /** The engine's own word for what it does, where it has one. */
  readonly state: string | null;
  readonly millis: number;
}
/** A statement that has ended. */
export interface QueryEvent {
  readonly dialect: string;
  readonly sql: string;
  /** When it was sent, in milliseconds since 1970. */
  readonly startedAt: number;
  /** From sending it until its last row was taken, or until it failed. */
  readonly millis: number;
  /** The rows that it gave or changed, where that is known. */
  readonly rows: number | null;
  /** The engine's own name for it, where it has one. */
  readonly queryId: string | null;
  readonly error: unknown;
  readonly labels: Labels;
}
/** Words for whoever pays for a query, by name; sent with each statement where the engine has labels or tags. */
export type Labels = Readonly<Record<string, string>>;

/** What a connection tells, and to whom. */
export interface EventOptions {
  /** Is told of each statement after it has ended. What it throws is nobody's problem but its own. */
  readonly onQuery?: (event: QueryEvent) => void;
  /** Is told now and then how far a statement is. */
  readonly onProgress?: (progress: Progress) => void;
  /** Draws a bar on the terminal's error output for statements of more than a second, where that is a terminal. */
  readonly progressBar?: boolean;
  readonly labels?: Labels;
}
/** Whether anybody is told how far statements are. */
export const wantsProgress = ({ onProgress, progressBar = false }: EventOptions): boolean =>
  onProgress !== undefined || progressBar;

/** What whoever runs a statement may report of it. */
export interface Report {
  queryId(id: string): void;
  rows(count: number): void;
  progress(fraction: number | null, state?: string): void;
}
