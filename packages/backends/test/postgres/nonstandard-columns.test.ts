import { array, int64, map, memtable, param, string } from "@avocet/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, type PostgresConnection } from "../../src/postgres/index.js";
import { database, url } from "./run.js";

describe.skipIf(database === null)(
  "columns of PostgreSQL enums, domains, hstore and citext behave like their dtypes",
  () => {
    let connection: PostgresConnection;
    beforeAll(async () => {
      connection = await connect(url);
      await connection.raw(`CREATE SCHEMA kinds; CREATE TYPE kinds."Mood" AS ENUM ('sad', 'fine', 'glad'); CREATE EXTENSION hstore; CREATE EXTENSION citext;
CREATE DOMAIN code AS varchar(5); CREATE TABLE people (id bigint, mood kinds."Mood", moods kinds."Mood"[], name citext, tags hstore, code code);
INSERT INTO people VALUES (1, 'sad', '{glad,NULL}', 'Ada', 'a=>1, b=>NULL', 'x'), (2, 'glad', '{}', 'ada', '', 'y'), (3, 'fine', NULL, NULL, NULL, NULL)`);
    });
    afterAll(() => connection?.close());
    const schema = {
      id: int64,
      mood: string,
      moods: array(string),
      name: string,
      tags: map(string, string),
      code: string,
    };
    const people = () => connection.table("people", schema);

    test.each([
      "inline",
      "bind",
    ] as const)("functions accept them, and enums are sorted as strings, with %s literals", async (literals) => {
      const table = await people();
      const read = table
        .filter((c) => c.mood.ne("none"))
        .orderBy("mood")
        .select((c) => ({
          mood: c.mood,
          loud: c.mood.upper().concat("!"),
          ada: c.name.eq("ada"),
          first: c.moods.at(0),
          a: c.tags.get("a"),
          n: c.code.length(),
        }));
      expect(await read.execute({ literals })).toEqual([
        { mood: "fine", loud: "FINE!", ada: null, first: null, a: null, n: null },
        { mood: "glad", loud: "GLAD!", ada: true, first: null, a: null, n: 1 },
        { mood: "sad", loud: "SAD!", ada: false, first: "glad", a: "1", n: 1 },
      ]);
      expect(await table.orderBy("id").limit(2).execute({ literals })).toEqual([
        {
          id: 1,
          mood: "sad",
          moods: ["glad", null],
          name: "Ada",
          tags: new Map([
            ["a", "1"],
            ["b", null],
          ]),
          code: "x",
        },
        { id: 2, mood: "glad", moods: [], name: "ada", tags: new Map(), code: "y" },
      ]);
    });
    test("parameters, self-joins, grouping and SQL text accept them", async () => {
      const table = await people();
      const matching = table.filter((c) => c.mood.eq(param("mood", string))).select("id");
      expect(await matching.execute({ params: { mood: "glad" } })).toEqual([{ id: 2 }]);
      expect(
        await table
          .innerJoin(table, "mood")
          .aggregate((c) => ({ n: c.id.count() }))
          .scalar(),
      ).toBe(3);
      expect(
        await table
          .groupBy("mood")
          .aggregate((c) => ({ n: c.id.count() }))
          .orderBy("mood")
          .execute(),
      ).toEqual([
        { mood: "fine", n: 1 },
        { mood: "glad", n: 1 },
        { mood: "sad", n: 1 },
      ]);
      const query = await connection.sql("SELECT mood, tags, name FROM people -- all", {
        schema: { mood: string, tags: map(string, string), name: string },
      });
      expect(
        await query
          .orderBy("mood")
          .select((c) => ({ m: c.mood.upper(), b: c.tags.length() }))
          .execute(),
      ).toEqual([
        { m: "FINE", b: null },
        { m: "GLAD", b: 0 },
        { m: "SAD", b: 2 },
      ]);
    });
    test("DML writes them, and a value that is not in the enum is an error", async () => {
      await connection.transaction(async (tx) => {
        const table = await tx.table("people", schema);
        const newRows = memtable([{ id: 4, mood: "glad", moods: ["sad"], name: "Bo" }], {
          id: int64,
          mood: string,
          moods: array(string),
          name: string,
        });
        for (const literals of ["inline", "bind"] as const) await tx.insert("people", newRows, { literals });
        await tx.update(
          table.filter((c) => c.mood.eq("fine")),
          () => ({ mood: table.c.mood.replace("fine", "sad"), name: table.c.mood }),
        );
        await tx.merge("people", memtable([{ id: 1, mood: "fine" }], { id: int64, mood: string }), { on: "id" });
        expect(await tx.delete(table.filter((c) => c.id.eq(4).and(c.mood.lower().eq("glad"))))).toBe(2);
        expect(await table.orderBy("id").select("id", "mood", "name").execute()).toEqual([
          { id: 1, mood: "fine", name: "Ada" },
          { id: 2, mood: "glad", name: "ada" },
          { id: 3, mood: "sad", name: "fine" },
        ]);
        const nested = tx.transaction((nestedTx) => nestedTx.insert("people", memtable([{ mood: "none" }])));
        await expect(nested).rejects.toMatchObject({
          reason: "data",
          message: expect.stringMatching(/invalid input value for enum/),
        });
      });
    });
    test("views on them have the standard types of the dialect", async () => {
      const table = await people();
      await connection.createView("moods", table.select("mood"));
      const columns = await connection.sql(
        "SELECT format_type(atttypid, NULL) AS t FROM pg_attribute WHERE attrelid = 'moods'::regclass AND attnum > 0",
      );
      expect(await columns.scalar()).toBe("text");
    });
  },
);
