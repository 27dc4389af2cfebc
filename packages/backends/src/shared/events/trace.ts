import type { QueryEvent } from "./event.js";

/** As much of OpenTelemetry's API as is used. */
interface TraceApi {
  readonly trace: { getTracer(name: string): Tracer };
  readonly SpanStatusCode: { readonly ERROR: number };
  readonly SpanKind: { readonly CLIENT: number };
}
interface Tracer {
  startSpan(
    name: string,
    options: { kind: number; startTime: number; attributes: Record<string, string | number> },
  ): Span;
}
interface Span {
  setStatus(status: { code: number; message?: string }): unknown;
  end(time: number): void;
}

let loading: Promise<TraceApi | null> | undefined;
/** OpenTelemetry's API, where it is installed. */
export function traceApi(): Promise<TraceApi | null> {
  loading ??= import("@opentelemetry/api").then(
    (api) => api,
    () => null,
  );
  return loading;
}

/** Puts down a statement as a span; without a tracer of the application's own it costs nothing. */
export function traced(api: TraceApi, event: QueryEvent): void {
  const words = event.sql.trimStart().split(/\s/, 1)[0]?.toUpperCase() ?? "SQL";
  const span = api.trace.getTracer("avocet").startSpan(words, {
    kind: api.SpanKind.CLIENT,
    startTime: event.startedAt,
    attributes: {
      "db.system.name": event.dialect,
      "db.query.text": event.sql,
      ...(event.rows === null ? {} : { "db.response.returned_rows": event.rows }),
      ...(event.queryId === null ? {} : { "avocet.query_id": event.queryId }),
      ...Object.fromEntries(Object.entries(event.labels).map(([name, label]) => [`avocet.label.${name}`, label])),
    },
  });
  if (event.error)
    span.setStatus({
      code: api.SpanStatusCode.ERROR,
      ...(event.error instanceof Error ? { message: event.error.message } : {}),
    });
  span.end(event.startedAt + event.millis);
}
