import { once } from "node:events";
import { createServer } from "node:net";
import { isAvocetError } from "@avocet/core";
import { startPostgres } from "@avocet/engines/postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, type PostgresOptions } from "../../src/postgres/index.js";
import { database, url } from "./run.js";

const SECRET = "s3cr3t/geheim";
const failure = async (options: string | PostgresOptions) => {
  const error = await connect(options).then(
    (connection) => connection.close(),
    (problem: unknown) => problem,
  );
  if (!isAvocetError(error)) throw new Error(`no error of Avocet: ${String(error)}`);
  expect(JSON.stringify([error.message, error.details, String(error.cause), error.stack])).not.toContain("geheim");
  return error;
};
async function listening(): Promise<{ port: number; close: () => Promise<void> }> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  const close = async (): Promise<void> => void listener.close();
  return { port: typeof address === "object" ? (address?.port ?? 0) : 0, close };
}
const urlWith = (change: (target: URL) => void): string => {
  const target = new URL(url);
  change(target);
  return target.href;
};

describe.skipIf(database === null)("connecting to PostgreSQL", () => {
  test("a URL, options or both select the database", async () => {
    const { hostname: host, port, pathname, username: user } = new URL(url);
    const name = pathname.slice(1);
    for (const options of [
      url,
      { url },
      { host, port: Number(port), database: name, user },
      {
        url: urlWith((to) => {
          to.pathname = "/nowhere";
          to.username = "nobody";
        }),
        database: name,
        user,
      },
      { url, password: async () => SECRET },
    ]) {
      await using connection = await connect(options);
      expect(await (await connection.sql("SELECT current_database() AS d")).scalar()).toBe(name);
    }
  });
  test("a missing database is named in the error", async () => {
    const error = await failure(
      urlWith((to) => {
        to.pathname = "/nowhere";
        to.password = SECRET;
      }),
    );
    expect(error).toMatchObject({ code: "backend", reason: "connection" });
    expect(error.message).toMatch(/There is no database `nowhere` on 127\.0\.0\.1:\d+\nCreate it first/);
  });
  test("a refused connection is retryable", async () => {
    const { port, close } = await listening();
    await close();
    const error = await failure(`postgres://ada:${encodeURIComponent(SECRET)}@127.0.0.1:${port}/shop`);
    expect(error).toMatchObject({ reason: "connection", retryable: true });
    expect(error.message).toMatch(
      /Cannot reach the server 127\.0\.0\.1:\d+: .*ECONNREFUSED[\s\S]*Check the host and port/,
    );
  });
  test("an unknown host is named in the error", async () => {
    const error = await failure({ host: "no-such-host.invalid", user: "ada", password: SECRET });
    expect(error.message).toMatch(/Cannot reach the server no-such-host\.invalid:5432/);
  });
  test("a server that does not answer is a timeout", async () => {
    const { port, close } = await listening();
    const error = await failure({ host: "127.0.0.1", port, user: "ada", password: SECRET, connectTimeoutMs: 100 });
    expect(error).toMatchObject({ reason: "connection" });
    expect(error.message).toMatch(/timeout/);
    await close();
  });
  test("encryption that the server does not support is an error", async () => {
    const error = await failure({ url, ssl: true });
    expect(error).toMatchObject({ reason: "connection" });
    expect(error.message).toMatch(/Cannot open an encrypted connection[\s\S]*ssl/);
  });
  test("an invalid URL is an error without the password", async () => {
    const error = await failure(`postgres://ada:geheim%ZZ@host:port:x/db`);
    expect(error.code).toBe("invalid-argument");
    expect(error.message).toMatch(/%-encoded/);
  });
  test("invalid options are rejected", async () => {
    expect((await failure({ url, connections: 0 })).code).toBe("invalid-argument");
    expect((await failure({ url, settings: { timezone: "Asia/Tokyo" } })).message).toMatch(
      /setting timezone cannot be changed/,
    );
    expect((await failure({ url, settings: { nonsense: "1" } })).message).toMatch(/nonsense/);
  });
  test("a transaction that continues after a denied statement is a conflict", async () => {
    const admin = await connect(url);
    await admin.raw("CREATE ROLE reader LOGIN PASSWORD 'geheim'; CREATE TABLE hidden (a int)").catch(() => undefined);
    const secret = await admin
      .transaction(async (tx) => {
        await tx.raw("SET LOCAL ROLE reader");
        const hidden = await tx.table("hidden");
        return hidden.execute().catch((error: unknown) => error);
      })
      .catch((error: unknown) => error);
    expect(secret).toMatchObject({ code: "backend", reason: "conflict" }); // the transaction continued after the error
    await admin.raw("DROP TABLE hidden; DROP ROLE reader");
    await admin.close();
  });
});

describe.skipIf(database === null || Boolean(process.env.AVOCET_POSTGRES_URL))("a dedicated PostgreSQL server", () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => {
    server = await startPostgres();
    const admin = await connect(server.url);
    await admin.raw(
      `CREATE ROLE ada LOGIN PASSWORD '${SECRET}'; CREATE TABLE hidden (a int); CREATE TABLE seen (a int); GRANT SELECT ON seen TO ada`,
    );
    await admin.close();
  });
  afterAll(() => server?.stop());
  const as = (user: string, password?: string): PostgresOptions => ({
    url: server.url,
    user,
    ...(password === undefined ? {} : { password }),
  });

  test("a wrong or missing password is an authentication error", async () => {
    const connection = await connect(as("ada", SECRET));
    expect(await connection.tables()).toEqual(["hidden", "seen"]);
    await connection.close();
    expect(await failure(as("ada", "wrong-geheim"))).toMatchObject({
      reason: "authentication",
      message: expect.stringMatching(/rejects the user `ada`/),
    });
    expect(await failure(as("ada"))).toMatchObject({ reason: "authentication" });
    expect(await failure(as("nobody", SECRET))).toMatchObject({ reason: "authentication" });
  });
  test("missing privileges are an authorization error", async () => {
    const connection = await connect(as("ada", SECRET));
    const hidden = await connection.table("hidden");
    await expect(hidden.execute()).rejects.toMatchObject({
      reason: "authorization",
      message: expect.stringMatching(/permission denied for table hidden[\s\S]*GRANT/),
    });
    const seen = await connection.table("seen");
    expect(await seen.execute()).toEqual([]);
    await expect(connection.raw("DELETE FROM seen")).rejects.toMatchObject({ reason: "authorization" });
    await expect(connection.raw("DROP TABLE seen")).rejects.toMatchObject({ reason: "authorization" });
    await connection.close();
  });
  test("reads are retried after a server restart; writes report that they may have been executed", async () => {
    const connection = await connect(server.url);
    const probe = await connection.sql("SELECT 1 AS one");
    await Promise.all([probe.scalar(), probe.scalar(), probe.scalar()]);
    await server.restart();
    expect(await probe.scalar()).toBe(1);

    await server.kill();
    const later = probe.scalar();
    const tables = connection.tables();
    await server.restart();
    expect(await later).toBe(1);
    expect(await tables).toEqual(["hidden", "seen"]);

    const sleep = connection.raw("SELECT pg_sleep(60)");
    const failed = expect(sleep).rejects.toMatchObject({
      reason: "connection",
      retryable: false,
      message: expect.stringMatching(/Check whether the statement was executed/),
    });
    const endless = await connection.sql(
      "SELECT i, repeat('x', 100) AS s FROM (SELECT generate_series(1, 100000000) AS i) AS g",
    );
    const iterator = endless.batches()[Symbol.asyncIterator]();
    await iterator.next();
    await server.restart();
    await failed;
    const readRemaining = async () => {
      while (!(await iterator.next()).done);
    };
    await expect(readRemaining()).rejects.toMatchObject({ reason: "connection" });
    expect(await probe.scalar()).toBe(1);
    await connection.close();
  });
  test("reads fail if the server does not restart", async () => {
    const connection = await connect(server.url);
    const probe = await connection.sql("SELECT 1 AS one");
    await server.kill();
    await expect(probe.scalar({ timeoutMs: 300 })).rejects.toMatchObject({ reason: "timeout" });
    await expect(connection.raw("SELECT 1")).rejects.toMatchObject({ reason: "connection" });
    await expect(probe.scalar()).rejects.toMatchObject({
      reason: "connection",
      message: expect.stringMatching(/Cannot reach the server/),
    });
    await connection.close();
    await server.restart();
  });
});
