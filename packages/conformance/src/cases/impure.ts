import { int64, lit, now, random, randomUUID, rowNumber, string, timestamp, today } from "@avocet/core";
import { gives, rows, scenario, values } from "../build.js";
import { group } from "../case.js";

const many = rows(
  { id: int64 },
  Array.from({ length: 40 }, (_, id) => ({ id })),
);
const UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$";
const rolled = many.mutate({ x: random() });

/** What differs each time, by what is always so. */
export const impure = group(
  "values that differ each time",
  [
    gives(
      "random numbers go from 0 up to 1, another for each row",
      rolled.aggregate((c) => ({
        low: c.x.min().ge(0),
        high: c.x.max().lt(1),
        several: c.x.nunique().gt(1),
        spread: c.x.max().sub(c.x.min()).gt(0.1),
      })),
      [{ low: true, high: true, several: true, spread: true }],
    ),
    gives(
      "a random number is worked out once, however often it is used",
      rolled
        .mutate((c) => ({ same: c.x.eq(c.x.add(0)), y: c.x.mul(2) }))
        .aggregate((c) => ({ same: c.same.all(), twice: c.y.eq(c.x.mul(2)).all() })),
      [{ same: true, twice: true }],
    ),
    gives(
      "a random number that a filter has seen stays",
      rolled.filter((c) => c.x.lt(0.5)).aggregate((c) => ({ kept: c.x.lt(0.5).all().coalesce(true) })),
      [{ kept: true }],
    ),
    gives(
      "random numbers as an order",
      rolled
        .mutate((c) => ({ place: rowNumber().over({ orderBy: c.x }) }))
        .aggregate((c) => ({ places: c.place.nunique(), last: c.place.max() })),
      [{ places: 40, last: 40 }],
    ),
    gives(
      "UUIDs of version 4, another for each row",
      many
        .mutate({ u: randomUUID() })
        .mutate((c) => ({ text: c.u.cast(string) }))
        .aggregate((c) => ({ form: c.text.reSearch(UUID).all(), different: c.text.nunique() })),
      [{ form: true, different: 40 }],
    ),
    gives(
      "now and today are one moment in all of a statement",
      many
        .mutate((c) => ({ at: now(), n: c.id }))
        .aggregate((c) => ({ one: c.at.nunique(), same: c.at.max().eq(now()), day: c.at.max().date().eq(today()) })),
      [{ one: 1, same: true, day: true }],
    ),
    scenario(
      "now is the time of day here, today its date in UTC",
      async (backend) => {
        const table = rows({ id: int64 }, [{ id: 1 }]).select({ at: now(), day: today() });
        const before = Date.now();
        const [row] = await backend.execute(table);
        const at = row?.at instanceof Date ? row.at : new Date(0);
        return { near: Math.abs(at.getTime() - before) < 60_000, day: row?.day === at.toISOString().slice(0, 10) };
      },
      { near: true, day: true },
    ),
  ],
  values({
    "equal values have equal hashes": [lit("abc").hash().eq(lit("ab").concat("c").hash()), true],
    "different values have different hashes": [lit("abc").hash().eq(lit("abd").hash()), false],
    "NULL has a hash": [lit(null, string).hash().isNull(), false],
    "equal instants have equal hashes": [
      lit("2024-01-01T00:00:00Z", timestamp("UTC"))
        .hash()
        .eq(lit("2024-01-01T01:00:00+01:00", timestamp("UTC")).hash()),
      true,
    ],
    "the engine's type has a name": [lit(1).typeof().length().gt(0), true],
    "integers and strings are of different types": [lit(1).typeof().eq(lit("x").typeof()), false],
  }),
);
