// Reads rows of PostgreSQL with its driver and with Avocet, in one process: node bench/run.mjs /bench/postgres/main.ts
import "avocet";
import { connect } from "avocet/postgres";
import pg from "pg";
import { startPostgres } from "../../engines/postgres/launcher.js";
import { compareTimes, printTimings } from "../results/compare.js";

const ROWS = 200_000;
const TABLE = `CREATE TABLE t AS SELECT i::int AS i, i * 1000003::bigint AS b, i / 7.0::float8 AS d, 'customer ' || (i % 10007) AS s,
  timestamp '2020-01-01' + i * interval '1 second' AS ts, (i % 100000 / 100.0)::numeric(15, 2) AS m FROM generate_series(0, ${ROWS - 1}) AS r(i)`;

const server = await startPostgres();
const client = new pg.Client({ connectionString: server.url });
await client.connect();
await client.query(TABLE);
const connection = await connect(server.url);
const t = await connection.table("t");
const timings = await compareTimes(
  {
    "driver: query": () => client.query("SELECT * FROM t"),
    "driver: values converted by hand": async () =>
      (await client.query("SELECT i, b, d, s, ts::text AS ts, m FROM t")).rows.map((row) => {
        const b = Number(row.b);
        if (!Number.isSafeInteger(b)) throw new RangeError("The value is not a safe integer.");
        return { ...row, b, ts: new Date(`${row.ts.replace(" ", "T")}Z`) };
      }),
    "Avocet: execute": () => t.execute(),
    "Avocet: toColumns": () => t.toColumns(),
    "Avocet: toArrow": () => t.toArrow(),
  },
  5,
);
printTimings(
  `PostgreSQL: ${ROWS.toLocaleString("en")} rows of int, bigint, float8, text, timestamp, numeric`,
  timings,
  {
    "Avocet: execute": 1,
  },
);
await client.end();
await connection.close();
await server.stop();
