import { setImmediate } from "node:timers/promises";
import { difference, show } from "@avocet/conformance";
import type { QueryEngine } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import type { AnyColumn } from "avocet";
import { AvocetError, memtable, Table } from "avocet";
import type { Probe } from "./probes.js";
import { probesOf } from "./probes.js";
import type { Reader } from "./reading.js";
import { alike, kept, readBy, twinOf } from "./reading.js";

/** An engine, or what stands for one. */
export interface Target {
  readonly runner: QueryEngine;
  /** How many statements a text holds, by a parser of the engine's own. */
  readonly statements: (sql: string) => Promise<number>;
  /** Texts that no value of the engine can hold: they must be refused. */
  readonly refuses: (text: string) => boolean;
  /** Names that the engine cannot have somewhere. */
  readonly refusesName: (name: string, place: NamePlace) => boolean;
  /** The path of the one table that a text reads, by a parser of the engine's own. */
  readonly path: (sql: string) => Promise<readonly unknown[]>;
  /** Parsers of an engine that is slow: what all of them read as it is meant is not run. */
  readonly readers?: readonly Reader[];
  /** Lets go of the parser. */
  readonly close?: () => Promise<void>;
}
/** Where a name stands: over a result, inside of a query, or for a table. */
export type NamePlace = "column" | "inner column" | "table";
export interface Finding {
  readonly place: string;
  readonly text: string;
  readonly how: string;
}
const ONCE = 24;
export type How = "inline" | "bind";

/** Sends texts through every place where values stand, inline or bound, and gives what does not come back as it was. */
export async function attackValues(target: Target, texts: readonly string[], literals: How): Promise<Finding[]> {
  const found: Finding[] = [];
  const readers = (target.readers ?? []).map((own): Readers => ({ own, twin: kept(own) }));
  const ordered = readers.length > 0 ? byTwins(texts) : texts;
  for (let i = 0; i < ordered.length; i += ONCE) {
    const some = ordered.slice(i, i + ONCE);
    await setImmediate(); // expressions are let go of only between tasks
    for (const text of some.filter(target.refuses)) found.push(...(await mustRefuse(target, text, literals)));
    const probes = some
      .filter((text) => !target.refuses(text))
      .flatMap((text) => {
        const twins = probesOf(twinOf(text, some.indexOf(text)));
        return probesOf(text).map((p, i) => ({ ...p, text, twin: twins[i]?.column ?? p.column }));
      });
    found.push(...(await together(target, unread(target.runner, readers, probes, some, literals), literals)));
  }
  return found;
}

type TextProbe = Probe & { readonly text: string; readonly twin: AnyColumn };
const selected = (columns: readonly AnyColumn[]): Table =>
  memtable([{ one: 1 }]).select(Object.fromEntries(columns.map((column, i) => [`v${i}`, column])));

/** A parser for hostile texts and one for their twins, which are often those of the texts before. */
interface Readers {
  readonly own: Reader;
  readonly twin: Reader;
}
/** Texts with the same twin one behind the other. */
const byTwins = (texts: readonly string[]): readonly string[] =>
  texts
    .map((text) => [twinOf(text, 0), text] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)))
    .map(([, text]) => text);

/** The probes that some parser does not read just as harmless ones, with other texts in the place of theirs. */
function unread(
  runner: QueryEngine,
  readers: readonly Readers[],
  probes: readonly TextProbe[],
  texts: readonly string[],
  literals: How,
): readonly TextProbe[] {
  if (readers.length === 0 || probes.length === 0) return probes;
  const read = (which: keyof Readers, columns: readonly AnyColumn[]): unknown =>
    readBy(
      readers.map((each) => each[which]),
      runner.compile(selected(columns).relation, { literals }),
    );
  try {
    const twins = read(
      "twin",
      probes.map((probe) => probe.twin),
    );
    const own = read(
      "own",
      probes.map((probe) => probe.column),
    );
    if (alike(twins, own, texts)) return [];
  } catch {
    // What cannot be read is run, and fails there as well.
  }
  if (probes.length === 1) return probes;
  const middle = probes.length >> 1;
  return [probes.slice(0, middle), probes.slice(middle)].flatMap((half) =>
    unread(runner, readers, half, texts, literals),
  );
}

async function together(target: Target, probes: readonly TextProbe[], literals: How): Promise<Finding[]> {
  if (probes.length === 0) return [];
  try {
    const columns = probes.map(({ column }) => column);
    const [row = {}] = await rowsOf(target, selected(columns).relation, literals);
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

/** The rows of a relation whose text is one statement. */
export async function rowsOf(target: Target, relation: ir.Relation, literals: How): Promise<Record<string, unknown>[]> {
  const { sql } = target.runner.compile(relation, { literals });
  const count = await target.statements(sql).catch((error: unknown) => {
    throw new AvocetError("backend", error instanceof Error ? error.message : String(error), { sql, cause: error });
  });
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
