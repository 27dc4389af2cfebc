import { AvocetError } from "@avocet/core";
import { suggestion } from "@avocet/core/backend";
import type { SnowflakeOptions } from "./options.js";

const URL_PARAMETERS = ["warehouse", "role", "authenticator", "token", "accessUrl"] as const;
type UrlParameter = (typeof URL_PARAMETERS)[number];
type UrlOptions = Pick<SnowflakeOptions, "account" | "user" | "password" | "database" | "schema" | UrlParameter>;
const isUrlParameter = (name: string): name is UrlParameter => (URL_PARAMETERS as readonly string[]).includes(name);

const URL_SYNTAX = "snowflake://user:password@account/database/schema?warehouse=…&role=…";

/** Parses a connection URL. Error messages never quote it, because it may contain a password. */
export function optionsOf(url: string): UrlOptions {
  const parsed = parse(url);
  const segments = parsed.pathname
    .split("/")
    .slice(1)
    .filter((segment) => segment !== "");
  const [database, schema, extraSegment] = segments.map(decodeURIComponent);
  if (parsed.hostname === "" || extraSegment !== undefined) throw invalidUrlError();
  const parameters: Partial<Record<UrlParameter, string>> = {};
  for (const [name, value] of parsed.searchParams) {
    if (!isUrlParameter(name))
      throw new AvocetError("invalid-argument", `The URL has an unknown parameter ${name}`, {
        hint: `${suggestion(name, [...URL_PARAMETERS], "parameters")} Pass other options next to the URL: connect({ url, … }).`,
      });
    parameters[name] = value;
  }
  return {
    // URL parsing converts the host to lower case; account names are case-insensitive.
    account: parsed.hostname,
    ...(parsed.username === "" ? {} : { user: decodeURIComponent(parsed.username) }),
    ...(parsed.password === "" ? {} : { password: decodeURIComponent(parsed.password) }),
    ...(database === undefined ? {} : { database }),
    ...(schema === undefined ? {} : { schema }),
    ...parameters,
  };
}

function parse(url: string): URL {
  try {
    // URL parses the host only for special schemes such as https.
    if (/^snowflake:\/\//i.test(url)) return new URL(url.replace(/^snowflake/i, "https"));
  } catch {
    // the error below does not quote the URL
  }
  throw invalidUrlError();
}
const invalidUrlError = (): AvocetError =>
  new AvocetError("invalid-argument", "The URL of the account is invalid", {
    hint: `Write it as ${URL_SYNTAX}, with special characters %-encoded.`,
  });
