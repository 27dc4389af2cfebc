import { AvocetError } from "@avocet/core";
import { suggestion } from "@avocet/core/backend";
import type { SnowflakeOptions } from "./options.js";

const TEXTS = ["warehouse", "role", "authenticator", "token", "accessUrl"] as const;
type Named = (typeof TEXTS)[number];
type FromUrl = Pick<SnowflakeOptions, "account" | "user" | "password" | "database" | "schema" | Named>;
const isNamed = (name: string): name is Named => (TEXTS as readonly string[]).includes(name);

const FORM = "snowflake://user:password@account/database/schema?warehouse=…&role=…";

/** What a URL says; its words are in no message, as a password may be among them. */
export function optionsOf(url: string): FromUrl {
  const parsed = parse(url);
  const parts = parsed.pathname
    .split("/")
    .slice(1)
    .filter((part) => part !== "");
  const [database, schema, more] = parts.map(decodeURIComponent);
  if (parsed.hostname === "" || more !== undefined) throw unreadable();
  const named: Partial<Record<Named, string>> = {};
  for (const [name, value] of parsed.searchParams) {
    if (!isNamed(name))
      throw new AvocetError("invalid-argument", `a URL of Snowflake has no parameter ${name}`, {
        hint: `${suggestion(name, [...TEXTS], "parameters")} More can be given beside the URL: connect({ url, … }).`,
      });
    named[name] = value;
  }
  return {
    // The host of a URL is put in lower case; accounts are the same in any.
    account: parsed.hostname,
    ...(parsed.username === "" ? {} : { user: decodeURIComponent(parsed.username) }),
    ...(parsed.password === "" ? {} : { password: decodeURIComponent(parsed.password) }),
    ...(database === undefined ? {} : { database }),
    ...(schema === undefined ? {} : { schema }),
    ...named,
  };
}

function parse(url: string): URL {
  try {
    // Only the schemes that the standard names have hosts that are taken apart.
    if (/^snowflake:\/\//i.test(url)) return new URL(url.replace(/^snowflake/i, "https"));
  } catch {
    // refused below, without the words of the URL
  }
  throw unreadable();
}
const unreadable = (): AvocetError =>
  new AvocetError("invalid-argument", "the URL of the account cannot be read", {
    hint: `Write it as ${FORM}, with special characters %-encoded.`,
  });
