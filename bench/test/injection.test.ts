import { connect as connectDuckDB } from "@avocet/backends/duckdb";
import { connect as connectPostgres } from "@avocet/backends/postgres";
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "../../engines/postgres/index.js";
import { attackNames, attackValues } from "../injection/attack.js";
import { madeTarget } from "../injection/targets.js";
import { CORPUS, hostileTexts } from "../injection/texts.js";

const TEXTS = hostileTexts(2000, 7);
const database = await testDatabase();

const ENGINES = {
  duckdb: () => connectDuckDB(),
  ...(database ? { postgres: () => connectPostgres(database.url) } : {}),
};

describe.each(Object.entries(ENGINES))("hostile text on %s", (name, connect) => {
  let target: Awaited<ReturnType<typeof madeTarget>>;
  beforeAll(async () => {
    const connection = await connect();
    target = await madeTarget(name, connection);
    return async () => {
      await connection.close();
      if (name === "postgres") await database?.drop();
    };
  });
  test.each(["inline", "bind"] as const)("comes back as it was from every place of values, %s", async (literals) => {
    expect(await attackValues(target, TEXTS, literals)).toEqual([]);
  }, 120_000);
  test("is a name like any other, or refused", async () => {
    expect(await attackNames(target, [...CORPUS, ...TEXTS.slice(-200)])).toEqual([]);
  }, 120_000);
});
