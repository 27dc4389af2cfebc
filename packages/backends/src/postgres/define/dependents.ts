import { AvocetError } from "@avocet/core";
import { sqlStatement } from "../../shared/statement.js";
import { engineError } from "../errors.js";
import type { PostgresSession } from "../session/types.js";
import { privilegeStatements } from "./privileges.js";

/** A view that reads a relation, directly or through other views. */
export interface Dependent {
  /** The qualified and quoted name. */
  readonly name: string;
  /** What the dependent is, if it cannot be recreated by statements. */
  readonly obstacle: string | null;
  /** The statements that recreate the view with its options, privileges, comment and owner. */
  readonly recreateStatements: readonly string[];
}

/** Returns the views that read a relation, each after those that it reads. `relation` is SQL of the relation's OID. */
export async function dependentsOf(session: PostgresSession, relation: string): Promise<readonly Dependent[]> {
  const { rows } = await session.query(
    sqlStatement(`WITH RECURSIVE dependents (oid, depth) AS (
  SELECT ${relation}::pg_catalog.oid, 0
  UNION
  SELECT r.ev_class, d.depth + 1
  FROM dependents d
  JOIN pg_catalog.pg_depend p ON p.refobjid = d.oid
    AND p.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND p.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
  JOIN pg_catalog.pg_rewrite r ON r.oid = p.objid
  WHERE r.ev_class <> d.oid
)
SELECT c.oid, pg_catalog.format('%I.%I', n.nspname, c.relname),
  CASE WHEN c.relkind = 'm' THEN 'a materialized view'
    WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal) THEN 'a view with triggers'
    WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_rewrite r WHERE r.ev_class = c.oid AND r.rulename <> '_RETURN') THEN 'a view with rules'
  END,
  pg_catalog.array_to_string(c.reloptions, ', '), pg_catalog.pg_get_viewdef(c.oid),
  (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY a.attnum)
   FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0)
FROM (SELECT oid, max(depth) AS depth FROM dependents WHERE depth > 0 GROUP BY oid) d
JOIN pg_catalog.pg_class c ON c.oid = d.oid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('v', 'm')
ORDER BY d.depth, 2`),
  );
  const dependents: Dependent[] = [];
  for (const [oid, name, obstacle, options, query, columns] of rows) {
    const view = name ?? "";
    const text = (query ?? "").replace(/;\s*$/, "");
    const recreateStatements = [
      `CREATE VIEW ${view} (${columns})${options ? ` WITH (${options})` : ""} AS\n${text}`,
      ...(await privilegeStatements(session, String(oid), "VIEW", view, true)),
    ];
    dependents.push({ name: view, obstacle: obstacle ?? null, recreateStatements });
  }
  return dependents;
}

/** Drops the dependent views, runs `work`, and recreates them. Must run in a transaction. */
export async function withDependentsRecreated(
  session: PostgresSession,
  name: string,
  dependents: readonly Dependent[],
  work: () => Promise<void>,
): Promise<void> {
  const blocker = dependents.find(({ obstacle }) => obstacle !== null);
  if (blocker) throw blockedError(name, `${blocker.obstacle} depends on it: ${blocker.name}`);
  for (const view of dependents.toReversed()) await session.run(sqlStatement(`DROP VIEW ${view.name}`));
  await work();
  for (const view of dependents) {
    const [create = "", ...grants] = view.recreateStatements;
    await session.run(sqlStatement(create)).catch((error: unknown) => {
      throw blockedError(name, `the view ${view.name} depends on it, and is invalid with the new columns`, error);
    });
    for (const statement of grants) await session.run(sqlStatement(statement));
  }
}

function blockedError(name: string, reason: string, cause?: unknown): AvocetError {
  return new AvocetError("backend", `Cannot replace \`${name}\`: ${reason}`, {
    reason: "constraint",
    hint: "Drop the view first, or keep the columns that it reads.",
    ...(cause === undefined ? {} : { cause, detail: engineError(cause).message }),
  });
}
