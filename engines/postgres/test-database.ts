import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** The port of the global setup, which starts a server when the first test requests one. */
    postgres: number;
  }
}

/** Which server to use: the npm package's, or PostgreSQL 15 of the system. */
export type Edition = "npm" | "system-15";

/** A database of one test file on the shared server. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/**
 * Creates a database for a test file. Returns null if there is no server, so that the file can skip its tests:
 * `describe.skipIf(database === null)`. Throws if CI is set and the npm package's server is missing.
 */
export async function testDatabase(edition: Edition = "npm"): Promise<TestDatabase | null> {
  const answer = await requestServer(edition);
  if ("problem" in answer) {
    if (process.env.CI && edition === "npm") throw new Error(answer.problem);
    console.warn(`PostgreSQL (${edition}) is skipped: ${answer.problem}`);
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
  return (await response.json()) as ServerAnswer; // the global setup sends no other JSON
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
