import { difference, show } from "@avocet/conformance";
import type { AnyColumn, Runner } from "avocet";
import { AvocetError, ir, memtable, Table } from "avocet";
import type { Probe } from "./probes.js";
import { probesOf } from "./probes.js";

/** An engine, or what stands for one. */
export interface Target {
  readonly runner: Runner;
  /** How many statements a text holds, by a parser of the engine's own. */
  readonly statements: (sql: string) => Promise<number>;
  /** Texts that no value of the engine can hold: they must be refused. */
  readonly refuses: (text: string) => boolean;
  /** Names that no column of the engine can have. */
  readonly refusesName: (name: string) => boolean;
}
export interface Finding {
  readonly place: string;
  readonly text: string;
  readonly how: string;
}
const ONCE = 24;
type How = "inline" | "bind";

/** Sends texts through every place where values stand, inline or bound, and gives what does not come back as it was. */
export async function attackValues(target: Target, texts: readonly string[], literals: How): Promise<Finding[]> {
  const found: Finding[] = [];
  for (let i = 0; i < texts.length; i += ONCE) {
    const some = texts.slice(i, i + ONCE);
    for (const text of some.filter(target.refuses)) found.push(...(await mustRefuse(target, text, literals)));
    const probes = some
      .filter((text) => !target.refuses(text))
      .flatMap((text) => probesOf(text).map((p) => ({ ...p, text })));
    found.push(...(await together(target, probes, literals)));
  }
  return found;
}

type TextProbe = Probe & { readonly text: string };
async function together(target: Target, probes: readonly TextProbe[], literals: How): Promise<Finding[]> {
  if (probes.length === 0) return [];
  const columns: Record<string, AnyColumn> = Object.fromEntries(probes.map(({ column }, i) => [`v${i}`, column]));
  const table = memtable([{ one: 1 }]).select(columns);
  try {
    const [row = {}] = await rowsOf(target, table.relation, literals);
    return probes.flatMap(({ place, text, expected }, i) => {
      const how = difference(row[`v${i}`], expected);
      return how === null ? [] : [{ place, text, how }];
    });
  } catch (error) {
    if (!(error instanceof AvocetError)) throw error;
    const [only, second] = probes;
    if (only && !second) return error.code === "unsupported-operation" ? [] : [{ ...only, how: error.message }];
    const middle = probes.length >> 1;
    return [
      ...(await together(target, probes.slice(0, middle), literals)),
      ...(await together(target, probes.slice(middle), literals)),
    ];
  }
}

async function rowsOf(target: Target, relation: ir.Relation, literals: How): Promise<Record<string, unknown>[]> {
  const { sql } = target.runner.compile(relation, { literals });
  const count = await target.statements(sql);
  if (count !== 1) throw new AvocetError("backend", `${count} statements in one text`, { sql });
  return new Table(relation, target.runner).execute({ literals });
}

async function mustRefuse(target: Target, text: string, literals: How): Promise<Finding[]> {
  const [probe] = probesOf(text);
  if (!probe) return [];
  try {
    const rows = await rowsOf(target, memtable([{ one: 1 }]).select({ v: probe.column }).relation, literals);
    return [{ place: probe.place, text, how: `${show(rows)} instead of a refusal` }];
  } catch (error) {
    if (error instanceof AvocetError) return [];
    throw error;
  }
}

/** Gives texts to columns, fields and tables as their names, and gives those that do not come back as they were. */
export async function attackNames(target: Target, texts: readonly string[]): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const name of texts) {
    const rows = memtable([{ a: 1 }]);
    try {
      const named = rows.select({ [name]: rows.c.a });
      const result = await rowsOf(
        target,
        named.filter((c) => Object.values(c)[0]?.notNull() ?? true).relation,
        "inline",
      );
      if (target.refusesName(name)) found.push({ place: "name of a column", text: name, how: "it was not refused" });
      else {
        const how = difference(result, [{ [name]: 1 }]);
        if (how !== null) found.push({ place: "name of a column", text: name, how });
      }
      const { sql } = target.runner.compile(ir.table(name, new Map([["a", rows.c.a.dtype]]), name, name));
      const count = await target.statements(sql);
      if (count !== 1) found.push({ place: "path of a table", text: name, how: `${count} statements` });
    } catch (error) {
      if (!(error instanceof AvocetError)) throw error;
      if (!target.refusesName(name)) found.push({ place: "name of a column", text: name, how: error.message });
    }
  }
  return found;
}
