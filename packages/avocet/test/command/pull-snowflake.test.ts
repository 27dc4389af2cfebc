// `avocet pull` from Snowflake, with Snowflake's client, as the command opens it.
import type { SnowflakeServer } from "@avocet/engines/snowflake";
import { startSnowflake } from "@avocet/engines/snowflake";
import { connect } from "avocet/connect";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "../../src/command/command.js";
import { typeErrors } from "../docs/typecheck.js";

let server: SnowflakeServer;
const url = (password = "secret") =>
  `snowflake://tester:${password}@local/DB/PUBLIC?warehouse=WH&accessUrl=${encodeURIComponent(server.url)}`;
beforeAll(async () => {
  server = await startSnowflake();
  await using connection = await connect(url());
  await connection.raw(
    `CREATE TABLE ORDERS (ID INT NOT NULL, AMOUNT NUMBER(12, 2), "small" NUMBER(5, 0), SHARE FLOAT, PLACED TIMESTAMP_NTZ(6),
     SEEN TIMESTAMP_TZ(6) NOT NULL, "on" DATE, OPEN BOOLEAN, BYTES BINARY, TAGS ARRAY, MORE OBJECT, "any ""thing""" VARIANT)`,
  );
  await connection.raw(`CREATE VIEW "Opened" AS SELECT ID FROM ORDERS WHERE OPEN`);
  await connection.raw("CREATE TABLE DB.OTHER.ELSEWHERE (NAME VARCHAR)");
});
afterAll(() => server.close());

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ["", ""];
  const code = await runCommand(["pull", ...args], {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

describe("avocet pull from Snowflake", () => {
  test("writes schemas of tables and views, with the names as Snowflake stores them", async () => {
    const { code, out, err } = await run(url());
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain(`  ORDERS: {
    ID: notNull(int64),
    AMOUNT: decimal(12, 2),
    small: int64,
    SHARE: float64,
    PLACED: timestamp(),
    SEEN: notNull(timestamp("UTC")),
    on: date,
    OPEN: bool,
    BYTES: binary,
    TAGS: json,
    MORE: json,
    "any \\"thing\\"": json,
  },`);
    expect(out).toContain("  Opened: {\n    ID: int64,\n  },");
    expect(out).not.toContain("ELSEWHERE");
    expect(await typeErrors({ "tables.mts": out })).toBe("");
    expect(server.sessions).toBe(0);
  });
  test("--database and --table restrict the tables", async () => {
    const otherSchema = await run(url(), "--database", "OTHER");
    expect(otherSchema).toMatchObject({
      code: 0,
      out: expect.stringContaining("  ELSEWHERE: {\n    NAME: string,\n  },"),
    });
    expect(otherSchema.out).not.toContain("ORDERS");
    const singleTable = await run(url(), "--table", "Opened");
    expect(singleTable.out).not.toContain("ORDERS");
    expect(await run(url(), "--table", "orders")).toMatchObject({ code: 1, err: expect.stringContaining("ORDERS") });
  });
  test("a failed connection is a short error message without the password", async () => {
    const { code, out, err } = await run(url("geheim"));
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("Incorrect username or password");
    expect(err).not.toContain("geheim");
    expect(await run("snowflake://tester:secret@")).toMatchObject({ code: 1, err: expect.stringContaining("account") });
  });
});
