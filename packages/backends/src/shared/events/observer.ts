import type { Progress as Bar, EventOptions, QueryEvent, Report } from "./event.js";
import { progressBar } from "./progress-bar.js";
import { loadTraceApi, recordSpan } from "./trace.js";

/** Reports statements to callbacks, as OpenTelemetry spans, and on a progress bar. */
export class Observer {
  private readonly dialect: string;
  private readonly options: EventOptions;
  private readonly bar: (progress: Bar | null) => void;
  private traceApi: Awaited<ReturnType<typeof loadTraceApi>> = null;

  constructor(dialect: string, options: EventOptions) {
    this.dialect = dialect;
    this.options = options;
    this.bar = options.progressBar ? progressBar(process.stderr) : () => undefined;
    void loadTraceApi().then((api) => {
      this.traceApi = api;
    });
  }

  /** Starts observing a statement, until `end` is called. */
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
        callListener(() => onProgress?.(progress));
        this.bar(progress);
      },
      end: (error) => {
        const millis = performance.now() - started;
        this.bar(null);
        this.notify({ dialect: this.dialect, sql, startedAt, millis, rows, queryId, error, labels });
      },
    };
  }
  private notify(event: QueryEvent): void {
    callListener(() => this.options.onQuery?.(event));
    if (this.traceApi) recordSpan(this.traceApi, event);
  }
}

/** Calls a listener. Its errors must not fail a statement that has succeeded, so they become warnings. */
function callListener(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error), "AvocetListenerWarning");
  }
}
