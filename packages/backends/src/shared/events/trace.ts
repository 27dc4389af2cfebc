import type { QueryEvent } from "./event.js";

/** The part of OpenTelemetry's API that is used. */
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
/** Imports OpenTelemetry's API; null if it is not installed. */
export function loadTraceApi(): Promise<TraceApi | null> {
  loading ??= import("@opentelemetry/api").then(
    (api) => api,
    () => null,
  );
  return loading;
}

/** Records a statement as a span, which is a no-op unless the application has registered a tracer. */
export function recordSpan(api: TraceApi, event: QueryEvent): void {
  const keyword = event.sql.trimStart().split(/\s/, 1)[0]?.toUpperCase() ?? "SQL";
  const span = api.trace.getTracer("avocet").startSpan(keyword, {
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
