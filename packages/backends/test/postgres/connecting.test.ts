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
const at = (change: (to: URL) => void): string => {
  const to = new URL(url);
  change(to);
  return to.href;
};

describe.skipIf(database === null)("connecting to PostgreSQL", () => {
  test("by a URL, by options, by both", async () => {
    const { hostname: host, port, pathname, username: user } = new URL(url);
    const name = pathname.slice(1);
    for (const options of [
      url,
      { url },
      { host, port: Number(port), database: name, user },
      {
        url: at((to) => {
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
  test("without a database of that name", async () => {
    const error = await failure(
      at((to) => {
        to.pathname = "/nowhere";
        to.password = SECRET;
      }),
    );
    expect(error).toMatchObject({ code: "backend", reason: "connection" });
    expect(error.message).toMatch(/there is no database `nowhere` on 127\.0\.0\.1:\d+\nCreate it first/);
  });
  test("without a server there", async () => {
    const { port, close } = await listening();
    await close();
    const error = await failure(`postgres://ada:${encodeURIComponent(SECRET)}@127.0.0.1:${port}/shop`);
    expect(error).toMatchObject({ reason: "connection", retryable: true });
    expect(error.message).toMatch(
      /the server 127\.0\.0\.1:\d+ cannot be reached: .*ECONNREFUSED[\s\S]*Check host and port/,
    );
  });
  test("without such a host", async () => {
    const error = await failure({ host: "no-such-host.invalid", user: "ada", password: SECRET });
    expect(error.message).toMatch(/the server no-such-host\.invalid:5432 cannot be reached/);
  });
  test("to a server that does not answer", async () => {
    const { port, close } = await listening();
    const error = await failure({ host: "127.0.0.1", port, user: "ada", password: SECRET, connectTimeoutMs: 100 });
    expect(error).toMatchObject({ reason: "connection" });
    expect(error.message).toMatch(/timeout/);
    await close();
  });
  test("encrypted, to a server that does not do that", async () => {
    const error = await failure({ url, ssl: true });
    expect(error).toMatchObject({ reason: "connection" });
    expect(error.message).toMatch(/no encrypted connection[\s\S]*ssl/);
  });
  test("by a URL that is none", async () => {
    const error = await failure(`postgres://ada:geheim%ZZ@host:port:x/db`);
    expect(error.code).toBe("invalid-argument");
    expect(error.message).toMatch(/%-encoded/);
  });
  test("with options that make no sense", async () => {
    expect((await failure({ url, connections: 0 })).code).toBe("invalid-argument");
    expect((await failure({ url, settings: { timezone: "Asia/Tokyo" } })).message).toMatch(
      /timezone is the same in all sessions/,
    );
    expect((await failure({ url, settings: { nonsense: "1" } })).message).toMatch(/nonsense/);
  });
  test("without rights", async () => {
    const admin = await connect(url);
    await admin.raw("CREATE ROLE reader LOGIN PASSWORD 'geheim'; CREATE TABLE hidden (a int)").catch(() => undefined);
    const secret = await admin
      .transaction(async (inside) => {
        await inside.raw("SET LOCAL ROLE reader");
        const hidden = await inside.table("hidden");
        return hidden.execute().catch((error: unknown) => error);
      })
      .catch((error: unknown) => error);
    expect(secret).toMatchObject({ code: "backend", reason: "conflict" }); // the transaction that went on after the error
    await admin.raw("DROP TABLE hidden; DROP ROLE reader");
    await admin.close();
  });
});

describe.skipIf(database === null || Boolean(process.env.AVOCET_POSTGRES_URL))("a server of its own", () => {
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

  test("the password must be right", async () => {
    const connection = await connect(as("ada", SECRET));
    expect(await connection.tables()).toEqual(["hidden", "seen"]);
    await connection.close();
    expect(await failure(as("ada", "wrong-geheim"))).toMatchObject({
      reason: "authentication",
      message: expect.stringMatching(/refuses the user `ada`/),
    });
    expect(await failure(as("ada"))).toMatchObject({ reason: "authentication" });
    expect(await failure(as("nobody", SECRET))).toMatchObject({ reason: "authentication" });
  });
  test("what one may not do is said", async () => {
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
  test("reading goes on after the server was restarted; writing says that it may have been done", async () => {
    const connection = await connect(server.url);
    const one = await connection.sql("SELECT 1 AS one");
    await Promise.all([one.scalar(), one.scalar(), one.scalar()]);
    await server.restart();
    expect(await one.scalar()).toBe(1);

    await server.kill();
    const later = one.scalar();
    const tables = connection.tables();
    await server.restart();
    expect(await later).toBe(1);
    expect(await tables).toEqual(["hidden", "seen"]);

    const sleep = connection.raw("SELECT pg_sleep(60)");
    const failed = expect(sleep).rejects.toMatchObject({
      reason: "connection",
      retryable: false,
      message: expect.stringMatching(/may have been done/),
    });
    const endless = await connection.sql(
      "SELECT i, repeat('x', 100) AS s FROM (SELECT generate_series(1, 100000000) AS i) AS g",
    );
    const iterator = endless.batches()[Symbol.asyncIterator]();
    await iterator.next();
    await server.restart();
    await failed;
    const rest = async () => {
      while (!(await iterator.next()).done);
    };
    await expect(rest()).rejects.toMatchObject({ reason: "connection" });
    expect(await one.scalar()).toBe(1);
    await connection.close();
  });
  test("a server that stays away is an error in the end", async () => {
    const connection = await connect(server.url);
    const one = await connection.sql("SELECT 1 AS one");
    await server.kill();
    await expect(one.scalar({ timeoutMs: 300 })).rejects.toMatchObject({ reason: "timeout" });
    await expect(connection.raw("SELECT 1")).rejects.toMatchObject({ reason: "connection" });
    await expect(one.scalar()).rejects.toMatchObject({
      reason: "connection",
      message: expect.stringMatching(/cannot be reached/),
    });
    await connection.close();
    await server.restart();
  });
});
