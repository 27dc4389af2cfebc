import { count, int64, notNull, rowNumber, string } from "@avocet/core";
import { returnsRows, rows, scenario } from "../../build.js";
import { group } from "../../case.js";

const orders = rows({ id: notNull(int64), amount: int64 }, [
  { id: 1, amount: 10 },
  { id: 2, amount: 20 },
  { id: 3, amount: 30 },
]);
const customers = rows({ k: int64, name: string }, [{ k: 1, name: "x" }]);
const visits = rows({ k: int64, at: int64 }, [
  { k: 1, at: 20 },
  { k: 1, at: 10 },
]);

/** Filters by row numbers, which engines rewrite to aggregates that keep the first rows. */
export const topRows = group("first rows by a window", [
  returnsRows(
    "no rows have no first row",
    orders.filter((c) => c.amount.gt(100)).filter((c) => rowNumber().over({ orderBy: c.amount.desc() }).eq(1)),
    [],
  ),
  returnsRows(
    "a filtered aggregate has no first row",
    orders
      .aggregate({ n: count() })
      .filter((c) => c.n.gt(5))
      .filter((c) => rowNumber().over({ orderBy: c.n }).eq(1)),
    [],
  ),
  scenario(
    "stored rows with NULL keys and equal rows are kept",
    async (backend) => {
      const names = ["conformance_orders", "conformance_customers", "conformance_visits"] as const;
      try {
        const stored = await backend.createTable(names[0], orders);
        const left = await backend.createTable(names[1], customers);
        const right = await backend.createTable(names[2], visits);
        const nullableKey = stored.select("id").filter((c) =>
          rowNumber()
            .over({ orderBy: c.id.mod(3).nullif(0).desc() })
            .le(3),
        );
        const noKeys = stored.select("id").filter((c) =>
          rowNumber()
            .over({ partitionBy: c.id.gt(0), orderBy: c.id.nullif(c.id) })
            .le(7),
        );
        const equalRows = left
          .innerJoin(right, "k")
          .filter((c) => rowNumber().over({ orderBy: c.at.desc() }).le(2))
          .select("name");
        return {
          nullableKey: await backend.execute(nullableKey.orderBy("id")),
          noKeys: await backend.execute(noKeys.orderBy("id")),
          equalRows: await backend.execute(equalRows),
        };
      } finally {
        for (const name of names) await backend.dropTable(name, { ifExists: true });
      }
    },
    {
      nullableKey: [{ id: 1 }, { id: 2 }, { id: 3 }],
      noKeys: [{ id: 1 }, { id: 2 }, { id: 3 }],
      equalRows: [{ name: "x" }, { name: "x" }],
    },
  ),
]);
