import { difference } from "@avocet/conformance";
import { AvocetError, int64, memtable, table } from "avocet";
import type { Finding, NamePlace, Target } from "./attack.js";
import { rowsOf } from "./attack.js";

type Attack = (target: Target, name: string) => Promise<string | null>;

/** Gives a name somewhere, and tells what has become of it; null where it is as it was. */
const ATTACKS: Readonly<Record<NamePlace, Attack>> = {
  async column(target, name) {
    const named = memtable([{ a: 1 }]).select((c) => ({ [name]: c.a }));
    return difference(
      await rowsOf(target, named.filter((c) => Object.values(c)[0]?.notNull() ?? true).relation, "inline"),
      [{ [name]: 1 }],
    );
  },
  async "inner column"(target, name) {
    const named = memtable([{ a: 1 }]).select((c) => ({ [name]: c.a }));
    const renamed = named.distinct().select((c) => ({ ok: Object.values(c)[0]?.add(0) ?? 0 }));
    return difference(await rowsOf(target, renamed.relation, "inline"), [{ ok: 1 }]);
  },
  async table(target, name) {
    const named = table(name, { a: int64 }, { database: name, catalog: name });
    const { sql } = target.runner.compile(named.relation);
    const count = await target.statements(sql);
    return count === 1 ? difference(await target.path(sql), [name, name, name]) : `${count} statements`;
  },
};

/** Gives texts to columns and tables as their names, and tells which do not come back as they were. */
export async function attackNames(target: Target, texts: readonly string[]): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const name of texts)
    for (const place of ["column", "inner column", "table"] as const) {
      const how = await ATTACKS[place](target, name).catch((error: unknown) => {
        if (target.refusesName(name, place)) return REFUSED;
        if (!(error instanceof AvocetError)) throw error;
        return error.message;
      });
      if (target.refusesName(name, place) && how !== REFUSED)
        found.push({ place: `name of a ${place}`, text: name, how: "it was not refused" });
      else if (how !== null && how !== REFUSED) found.push({ place: `name of a ${place}`, text: name, how });
    }
  return found;
}
const REFUSED = "refused";
