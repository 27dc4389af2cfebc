import type { IncomingMessage } from "node:http";
import { ApiError } from "../api-error.js";

/** A request to the API. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly body: Buffer;
}
/** A response of the API. */
export interface ApiAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json: object | null;
}

export async function readRequest(message: IncomingMessage): Promise<ApiRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  const url = new URL(message.url ?? "/", "http://localhost");
  return {
    method: message.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    contentType: message.headers["content-type"] ?? "",
    body: Buffer.concat(chunks),
  };
}

/** Parses the JSON body of a request. Its fields are not validated. */
export function jsonBody<T>({ body }: Pick<ApiRequest, "body">): T {
  try {
    return JSON.parse(body.length > 0 ? body.toString() : "{}") as T; // clients follow the API's schema
  } catch {
    throw new ApiError("parseError", "Parse Error");
  }
}

/** Splits a multipart upload into the job's JSON and the data. */
export function parseMultipart({ body, contentType }: ApiRequest): {
  readonly settings: Buffer;
  readonly data: Buffer;
} {
  const boundary = /boundary="?([^";]+)/.exec(contentType)?.[1];
  if (boundary === undefined) throw new ApiError("badContent", "The multipart upload has no boundary");
  const sections = body.toString("latin1").split(`--${boundary}`).slice(1, -1);
  const [settings = Buffer.alloc(0), data = Buffer.alloc(0)] = sections.map((section) =>
    Buffer.from(section.slice(section.indexOf("\r\n\r\n") + 4).replace(/\r\n$/, ""), "latin1"),
  );
  return { settings, data };
}
