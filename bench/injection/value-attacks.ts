import { setImmediate } from "node:timers/promises";
import { difference, show } from "@avocet/conformance";
import type { QueryEngine } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import type { AnyColumn } from "avocet";
import { AvocetError, memtable, Table } from "avocet";
import type { SqlParser } from "./parser-comparison.js";
import { cacheLast, matchesPlaceholders, parseWith, placeholderOf } from "./parser-comparison.js";
import type { Probe } from "./probes.js";
import { probesOf } from "./probes.js";

/** An engine, or its stand-in, with what is known about its SQL. */
export interface Target {
  readonly runner: QueryEngine;
  /** Counts the statements in a text, with the engine's parser. */
  readonly statements: (sql: string) => Promise<number>;
  /** Whether the engine cannot store a text, so that it must be refused. */
  readonly refusesText: (text: string) => boolean;
  /** Whether the engine does not support a name in a role. */
  readonly refusesName: (name: string, role: NameRole) => boolean;
  /** Returns the path of the only table that a text reads, with the engine's parser. */
  readonly tablePath: (sql: string) => Promise<readonly unknown[]>;
  /** Parsers of an engine that is slow: SQL that all of them parse as intended is not executed. */
  readonly parsers?: readonly SqlParser[];
  /** Releases the parser. */
  readonly close?: () => Promise<void>;
}
/** What a name is for: a result column, a column of a subquery, or a table. */
export type NameRole = "column" | "inner column" | "table";
/** A text that came back changed, or that was not refused. */
export interface Finding {
  readonly context: string;
  readonly text: string;
  readonly problem: string;
}
const BATCH_SIZE = 24;
export type LiteralMode = "inline" | "bind";

/**
 * Sends texts to an engine as values in every context, as literals or bind parameters. Returns those that come back
 * changed.
 */
export async function attackValues(
  target: Target,
  texts: readonly string[],
  literals: LiteralMode,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const parsers = (target.parsers ?? []).map(
    (parser): ParserPair => ({ input: parser, placeholder: cacheLast(parser) }),
  );
  const ordered = parsers.length > 0 ? sortByPlaceholder(texts) : texts;
  for (let i = 0; i < ordered.length; i += BATCH_SIZE) {
    const batch = ordered.slice(i, i + BATCH_SIZE);
    await setImmediate(); // expressions are garbage-collected only between tasks
    for (const text of batch.filter(target.refusesText)) findings.push(...(await checkRefusal(target, text, literals)));
    const probes = batch
      .filter((text) => !target.refusesText(text))
      .flatMap((text) => {
        const placeholders = probesOf(placeholderOf(text, batch.indexOf(text)));
        return probesOf(text).map((p, i) => ({ ...p, text, placeholder: placeholders[i]?.column ?? p.column }));
      });
    findings.push(
      ...(await runProbes(target, misreadProbes(target.runner, parsers, probes, batch, literals), literals)),
    );
  }
  return findings;
}

type TextProbe = Probe & { readonly text: string; readonly placeholder: AnyColumn };
const probeTable = (columns: readonly AnyColumn[]): Table =>
  memtable([{ id: 1 }]).select(Object.fromEntries(columns.map((column, i) => [`v${i}`, column])));

/** A parser for untrusted texts, and a caching one for their placeholders, which often repeat. */
interface ParserPair {
  readonly input: SqlParser;
  readonly placeholder: SqlParser;
}
/** Sorts texts so that those with equal placeholders are adjacent. */
const sortByPlaceholder = (texts: readonly string[]): readonly string[] =>
  texts
    .map((text) => [placeholderOf(text, 0), text] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)))
    .map(([, text]) => text);

/** Returns the probes that a parser does not parse exactly as the same probes with harmless placeholders. */
function misreadProbes(
  runner: QueryEngine,
  parsers: readonly ParserPair[],
  probes: readonly TextProbe[],
  texts: readonly string[],
  literals: LiteralMode,
): readonly TextProbe[] {
  if (parsers.length === 0 || probes.length === 0) return probes;
  const parse = (role: keyof ParserPair, columns: readonly AnyColumn[]): unknown =>
    parseWith(
      parsers.map((pair) => pair[role]),
      runner.compile(probeTable(columns).relation, { literals }),
    );
  try {
    const placeholderTrees = parse(
      "placeholder",
      probes.map((probe) => probe.placeholder),
    );
    const inputTrees = parse(
      "input",
      probes.map((probe) => probe.column),
    );
    if (matchesPlaceholders(placeholderTrees, inputTrees, texts)) return [];
  } catch {
    // SQL that cannot be parsed is executed, and fails there as well.
  }
  if (probes.length === 1) return probes;
  const middle = probes.length >> 1;
  return [probes.slice(0, middle), probes.slice(middle)].flatMap((half) =>
    misreadProbes(runner, parsers, half, texts, literals),
  );
}

/** Runs the probes in one query; on an error, halves them until the failing ones are found. */
async function runProbes(target: Target, probes: readonly TextProbe[], literals: LiteralMode): Promise<Finding[]> {
  if (probes.length === 0) return [];
  try {
    const columns = probes.map(({ column }) => column);
    const [row = {}] = await executeSingle(target, probeTable(columns).relation, literals);
    return probes.flatMap(({ context, text, expected }, i) => {
      const problem = difference(row[`v${i}`], expected);
      return problem === null ? [] : [{ context, text, problem }];
    });
  } catch (error) {
    if (!(error instanceof AvocetError)) throw error;
    const [probe, second] = probes;
    if (probe && !second) return error.code === "unsupported-operation" ? [] : [{ ...probe, problem: error.message }];
    const middle = probes.length >> 1;
    return [
      ...(await runProbes(target, probes.slice(0, middle), literals)),
      ...(await runProbes(target, probes.slice(middle), literals)),
    ];
  }
}

/** Returns the rows of a relation, after a check that its SQL is one statement. */
export async function executeSingle(
  target: Target,
  relation: ir.Relation,
  literals: LiteralMode,
): Promise<Record<string, unknown>[]> {
  const { sql } = target.runner.compile(relation, { literals });
  const count = await target.statements(sql).catch((error: unknown) => {
    throw new AvocetError("backend", error instanceof Error ? error.message : String(error), { sql, cause: error });
  });
  if (count !== 1)
    throw new AvocetError("backend", `Internal error: the SQL contains ${count} statements instead of one.`, { sql });
  return new Table(relation, target.runner).execute({ literals });
}

async function checkRefusal(target: Target, text: string, literals: LiteralMode): Promise<Finding[]> {
  const [probe] = probesOf(text);
  if (!probe) return [];
  try {
    const rows = await executeSingle(target, memtable([{ id: 1 }]).select({ v: probe.column }).relation, literals);
    return [{ context: probe.context, text, problem: `not refused; returned ${show(rows)}` }];
  } catch (error) {
    if (error instanceof AvocetError) return [];
    throw error;
  }
}
