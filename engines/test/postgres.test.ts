import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { testDatabase } from "@avocet/engines/postgres";
import pg from "pg";
import { afterAll, describe, expect, test, vi } from "vitest";
import { startPostgres } from "../postgres/launcher.js";

const database = await testDatabase();
afterAll(() => database?.drop());

async function query(url: string, text: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query({ text, rowMode: "array" })).rows;
  } finally {
    await client.end();
  }
}

describe.skipIf(database === null)("the shared PostgreSQL server", () => {
  const url = database?.url ?? "";
  test("each test file has a database with the same settings on every machine", async () => {
    expect(await query(url, "SELECT current_database() LIKE 'test\\_%', current_setting('TimeZone')")).toEqual([
      [true, "UTC"],
    ]);
    expect(
      await query(
        url,
        "SELECT datcollate, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()",
      ),
    ).toEqual([["C", "UTF8"]]);
    expect(await query(url, "SELECT upper('straße ä'), 'a' < 'B'")).toEqual([["STRASSE Ä".replace("SS", "ß"), false]]);
  });
});

describe.skipIf(database === null || Boolean(process.env.AVOCET_POSTGRES_URL))("a dedicated PostgreSQL server", () => {
  const directories = () => readdirSync(tmpdir()).filter((name) => name.startsWith("avocet-postgres-"));

  test("a killed server restarts with its data, and stop removes its directory", async () => {
    const directoriesBefore = directories();
    const server = await startPostgres();
    await query(server.url, "CREATE TABLE kept AS SELECT 1 AS n");
    await server.kill();
    await expect(query(server.url, "SELECT 1")).rejects.toThrow(/ECONNREFUSED/);
    await server.restart();
    expect(await query(server.url, "SELECT n FROM kept")).toEqual([[1]]);
    await server.restart();
    expect(await query(server.url, "SELECT n FROM kept")).toEqual([[1]]);
    await server.stop();
    await expect(query(server.url, "SELECT 1")).rejects.toThrow(/ECONNREFUSED/);
    expect(directories().filter((name) => !directoriesBefore.includes(name))).toEqual([]);
  });

  test("the server ends with the process that started it", async () => {
    const root = resolve(import.meta.dirname, "../..");
    const child = spawn(process.execPath, ["bench/run.mjs", "/engines/test/start-and-wait.ts"], { cwd: root });
    const [chunk] = await once(child.stdout, "data");
    const url = String(chunk).trim();
    const [[directory] = []] = await query(url, "SELECT current_setting('data_directory')");
    expect(existsSync(resolve(String(directory), ".."))).toBe(true);
    child.kill("SIGKILL");
    await vi.waitFor(() => expect(query(url, "SELECT 1")).rejects.toThrow(/ECONNREFUSED/), 10_000);
    await vi.waitFor(() => expect(existsSync(resolve(String(directory), ".."))).toBe(false), 10_000);
  });

  test("invalid settings and binary directories are errors", async () => {
    await expect(startPostgres({ settings: { nonsense: "1" } })).rejects.toThrow(
      /unrecognized configuration parameter "nonsense"/,
    );
    await expect(startPostgres({ bin: tmpdir() })).rejects.toThrow(/do not run/);
  });
});
