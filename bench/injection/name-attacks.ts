import { difference } from "@avocet/conformance";
import { AvocetError, int64, memtable, table } from "avocet";
import type { Finding, NameRole, Target } from "./value-attacks.js";
import { executeSingle } from "./value-attacks.js";

type Attack = (target: Target, name: string) => Promise<string | null>;

/** Uses a name in a role. Returns how it was changed; null if it came back unchanged. */
const ATTACKS: Readonly<Record<NameRole, Attack>> = {
  async column(target, name) {
    const named = memtable([{ a: 1 }]).select((c) => ({ [name]: c.a }));
    return difference(
      await executeSingle(target, named.filter((c) => Object.values(c)[0]?.notNull() ?? true).relation, "inline"),
      [{ [name]: 1 }],
    );
  },
  async "inner column"(target, name) {
    const named = memtable([{ a: 1 }]).select((c) => ({ [name]: c.a }));
    const renamed = named.distinct().select((c) => ({ ok: Object.values(c)[0]?.add(0) ?? 0 }));
    return difference(await executeSingle(target, renamed.relation, "inline"), [{ ok: 1 }]);
  },
  async table(target, name) {
    const named = table(name, { a: int64 }, { database: name, catalog: name });
    const { sql } = target.runner.compile(named.relation);
    const count = await target.statements(sql);
    return count === 1
      ? difference(await target.tablePath(sql), [name, name, name])
      : `${count} statements instead of one`;
  },
};

/** Names columns and tables with texts. Returns the names that come back changed. */
export async function attackNames(target: Target, texts: readonly string[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const name of texts)
    for (const role of ["column", "inner column", "table"] as const) {
      const problem = await ATTACKS[role](target, name).catch((error: unknown) => {
        if (target.refusesName(name, role)) return REFUSED;
        if (!(error instanceof AvocetError)) throw error;
        return error.message;
      });
      if (target.refusesName(name, role) && problem !== REFUSED)
        findings.push({ context: `name of a ${role}`, text: name, problem: "the name was not refused" });
      else if (problem !== null && problem !== REFUSED)
        findings.push({ context: `name of a ${role}`, text: name, problem });
    }
  return findings;
}
const REFUSED = "refused";
