import { int64, lit, now, random, randomUUID, rowNumber, string, timestamp, today } from "@avocet/core";
import { returnsRows, rows, scenario, values } from "../build.js";
import { group } from "../case.js";

const fortyRows = rows(
  { id: int64 },
  Array.from({ length: 40 }, (_, id) => ({ id })),
);
const UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$";
const withRandom = fortyRows.mutate({ x: random() });

/** Nondeterministic functions, tested by what always holds. */
export const impure = group(
  "nondeterministic functions",
  [
    returnsRows(
      "random numbers are in [0, 1) and differ between rows",
      withRandom.aggregate((c) => ({
        low: c.x.min().ge(0),
        high: c.x.max().lt(1),
        several: c.x.nunique().gt(1),
        spread: c.x.max().sub(c.x.min()).gt(0.1),
      })),
      [{ low: true, high: true, several: true, spread: true }],
    ),
    returnsRows(
      "a random column is evaluated once, however often it is used",
      withRandom
        .mutate((c) => ({ same: c.x.eq(c.x.add(0)), y: c.x.mul(2) }))
        .aggregate((c) => ({ same: c.same.all(), twice: c.y.eq(c.x.mul(2)).all() })),
      [{ same: true, twice: true }],
    ),
    returnsRows(
      "a random column keeps its values after a filter",
      withRandom.filter((c) => c.x.lt(0.5)).aggregate((c) => ({ belowHalf: c.x.lt(0.5).all().coalesce(true) })),
      [{ belowHalf: true }],
    ),
    returnsRows(
      "random numbers as a window ordering",
      withRandom
        .mutate((c) => ({ position: rowNumber().over({ orderBy: c.x }) }))
        .aggregate((c) => ({ positions: c.position.nunique(), last: c.position.max() })),
      [{ positions: 40, last: 40 }],
    ),
    returnsRows(
      "randomUUID returns a different version 4 UUID for each row",
      fortyRows
        .mutate({ u: randomUUID() })
        .mutate((c) => ({ text: c.u.cast(string) }))
        .aggregate((c) => ({ form: c.text.reSearch(UUID).all(), different: c.text.nunique() })),
      [{ form: true, different: 40 }],
    ),
    returnsRows(
      "now and today are constant within a statement",
      fortyRows
        .mutate((c) => ({ at: now(), n: c.id }))
        .aggregate((c) => ({
          distinctTimes: c.at.nunique(),
          same: c.at.max().eq(now()),
          day: c.at.max().date().eq(today()),
        })),
      [{ distinctTimes: 1, same: true, day: true }],
    ),
    scenario(
      "now is the current time and today is its date in UTC",
      async (backend) => {
        const table = rows({ id: int64 }, [{ id: 1 }]).select({ at: now(), day: today() });
        const startMillis = Date.now();
        const [row] = await backend.execute(table);
        const at = row?.at instanceof Date ? row.at : new Date(0);
        return { near: Math.abs(at.getTime() - startMillis) < 60_000, day: row?.day === at.toISOString().slice(0, 10) };
      },
      { near: true, day: true },
    ),
  ],
  values({
    "equal values have equal hashes": [lit("abc").hash().eq(lit("ab").concat("c").hash()), true],
    "different values have different hashes": [lit("abc").hash().eq(lit("abd").hash()), false],
    "the hash of NULL is not NULL": [lit(null, string).hash().isNull(), false],
    "equal instants have equal hashes": [
      lit("2024-01-01T00:00:00Z", timestamp("UTC"))
        .hash()
        .eq(lit("2024-01-01T01:00:00+01:00", timestamp("UTC")).hash()),
      true,
    ],
    "typeof returns a non-empty type name": [lit(1).typeof().length().gt(0), true],
    "typeof differs between integers and strings": [lit(1).typeof().eq(lit("x").typeof()), false],
  }),
);
