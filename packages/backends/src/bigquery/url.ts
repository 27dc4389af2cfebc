import { AvocetError } from "@avocet/core";
import type { BigQueryOptions } from "./options.js";

const URL_EXAMPLE = "bigquery://project/dataset?location=EU";
const STRING_OPTIONS = ["location", "keyFile", "apiEndpoint"] as const;
const NUMBER_OPTIONS = ["maximumBytesBilled", "jobTimeoutMs", "connections", "pageRows", "retries"] as const;

/** Parses a connection URL such as `bigquery://project/dataset?location=EU`. */
export function parseUrl(url: string): BigQueryOptions {
  const match = /^bigquery:\/\/([^/?#]*)(?:\/([^/?#]*))?\/?(?:\?(.*))?$/.exec(url);
  if (!match) throw urlError(`${url.split("?")[0]} is not a URL of BigQuery`);
  const [, project = "", dataset = "", query = ""] = match;
  const options: Record<string, string | number> = {};
  if (project) options.project = decodeURIComponent(project);
  if (dataset) options.dataset = decodeURIComponent(dataset);
  for (const [name, value] of new URLSearchParams(query)) {
    if (STRING_OPTIONS.some((option) => option === name)) options[name] = value;
    else if (NUMBER_OPTIONS.some((option) => option === name)) options[name] = parseNumber(name, value);
    else throw urlError(`The URL has an unknown parameter ${name}`);
  }
  return options;
}

function parseNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0 || text === "")
    throw urlError(`The parameter ${name} must be a non-negative integer, not ${text}`);
  return value;
}
const urlError = (message: string): AvocetError =>
  new AvocetError("invalid-argument", message, {
    hint: `Write it as ${URL_EXAMPLE}. Its parameters are ${[...STRING_OPTIONS, ...NUMBER_OPTIONS].join(", ")}.`,
  });
