import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** The port where a server is asked for: it is started when the first test asks. */
    postgres: number;
  }
}

/** Which server: the one of npm, or the version 15 of the system. */
export type Edition = "npm" | "system-15";

/** What a test file has to itself on the server that all of them share. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/**
 * A database of its own for a test file; null where there is no server to be had, so that the file can skip its tests:
 * `describe.skipIf(database === null)`. Where CI is set the server of npm must be there.
 */
export async function testDatabase(edition: Edition = "npm"): Promise<TestDatabase | null> {
  const answer = await requestServer(edition);
  if ("problem" in answer) {
    if (process.env.CI && edition === "npm") throw new Error(answer.problem);
    console.warn(`PostgreSQL (${edition}) is not tested: ${answer.problem}`);
    return null;
  }
  const name = `test_${randomBytes(6).toString("hex")}`;
  await runAsAdmin(answer.url, `CREATE DATABASE ${name}`);
  const url = new URL(answer.url);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => runAsAdmin(answer.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

type ServerAnswer = { readonly url: string } | { readonly problem: string };

async function requestServer(edition: Edition): Promise<ServerAnswer> {
  const response = await fetch(`http://127.0.0.1:${inject("postgres")}/${edition}`);
  return (await response.json()) as ServerAnswer; // the global set-up answers nothing else
}

async function runAsAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
