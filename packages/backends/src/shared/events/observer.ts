import { progressBar } from "./bar.js";
import type { Progress as Bar, EventOptions, QueryEvent, Report } from "./event.js";
import { traceApi, traced } from "./trace.js";

/** Tells of statements: to listeners, as spans, on the terminal. */
export class Observer {
  private readonly dialect: string;
  private readonly options: EventOptions;
  private readonly bar: (progress: Bar | null) => void;
  private tracing: Awaited<ReturnType<typeof traceApi>> = null;

  constructor(dialect: string, options: EventOptions) {
    this.dialect = dialect;
    this.options = options;
    this.bar = options.progressBar ? progressBar(process.stderr) : () => undefined;
    void traceApi().then((api) => {
      this.tracing = api;
    });
  }

  /** Watches one statement from here until `end` is called, which is done once. */
  start(sql: string): Report & { end(error?: unknown): void } {
    const { onProgress, labels = {} } = this.options;
    const startedAt = Date.now();
    const started = performance.now();
    let queryId: string | null = null;
    let rows: number | null = null;
    return {
      queryId: (id) => {
        queryId = id;
      },
      rows: (count) => {
        rows = (rows ?? 0) + count;
      },
      progress: (fraction, state) => {
        const progress = { sql, fraction, state: state ?? null, millis: performance.now() - started };
        quietly(() => onProgress?.(progress));
        this.bar(progress);
      },
      end: (error) => {
        const millis = performance.now() - started;
        this.bar(null);
        this.tell({ dialect: this.dialect, sql, startedAt, millis, rows, queryId, error, labels });
      },
    };
  }
  private tell(event: QueryEvent): void {
    quietly(() => this.options.onQuery?.(event));
    if (this.tracing) traced(this.tracing, event);
  }
}

/** What a listener throws must not become the failure of a statement that has been run. */
function quietly(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error), "AvocetListenerWarning");
  }
}
