import { AvocetError } from "@avocet/core";
import type { BigQueryOptions } from "./options.js";

const FORM = "bigquery://project/dataset?location=EU";
const TEXTS = ["location", "keyFile", "apiEndpoint"] as const;
const NUMBERS = ["maximumBytesBilled", "jobTimeoutMs", "connections", "pageRows", "retries"] as const;

/** The options in a URL such as `bigquery://project/dataset?location=EU`. */
export function optionsOf(text: string): BigQueryOptions {
  const parts = /^bigquery:\/\/([^/?#]*)(?:\/([^/?#]*))?\/?(?:\?(.*))?$/.exec(text);
  if (!parts) throw wrong(`${text.split("?")[0]} is no URL of BigQuery`);
  const [, project = "", dataset = "", query = ""] = parts;
  const options: Record<string, string | number> = {};
  if (project) options.project = decodeURIComponent(project);
  if (dataset) options.dataset = decodeURIComponent(dataset);
  for (const [name, value] of new URLSearchParams(query)) {
    if (TEXTS.some((known) => known === name)) options[name] = value;
    else if (NUMBERS.some((known) => known === name)) options[name] = numberOf(name, value);
    else throw wrong(`there is no option ${name}`);
  }
  return options;
}

function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0 || text === "") throw wrong(`${name} is a whole number, not ${text}`);
  return value;
}
const wrong = (message: string): AvocetError =>
  new AvocetError("invalid-argument", message, {
    hint: `It is written like ${FORM}; the options are ${[...TEXTS, ...NUMBERS].join(", ")}.`,
  });
