import { AvocetError } from "@avocet/core";
import { plain } from "../../shared/statement.js";
import { engineError } from "../errors.js";
import type { PostgresSession } from "../session/types.js";
import { rightsOf } from "./rights.js";

/** A view that reads a relation, maybe by way of others, with all that making it anew takes. */
export interface Dependent {
  /** Its name in SQL, with its schema. */
  readonly name: string;
  /** What it is, if it cannot be made anew by statements. */
  readonly obstacle: string | null;
  /** The statements that make it again, with its options, rights, comment and owner. */
  readonly remake: readonly string[];
}

/** The views that read a relation, each after those that it reads. `relation` is its number in SQL. */
export async function dependentsOf(on: PostgresSession, relation: string): Promise<readonly Dependent[]> {
  const { rows } = await on.query(
    plain(`WITH RECURSIVE dependents (oid, depth) AS (
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
  const found: Dependent[] = [];
  for (const [oid, name, obstacle, options, query, columns] of rows) {
    const view = name ?? "";
    const text = (query ?? "").replace(/;\s*$/, "");
    const remake = [
      `CREATE VIEW ${view} (${columns})${options ? ` WITH (${options})` : ""} AS\n${text}`,
      ...(await rightsOf(on, String(oid), "VIEW", view, true)),
    ];
    found.push({ name: view, obstacle: obstacle ?? null, remake });
  }
  return found;
}

/** Takes the views that read a relation away, does `work`, and makes them anew, all in one transaction. */
export async function around(
  on: PostgresSession,
  name: string,
  dependents: readonly Dependent[],
  work: () => Promise<void>,
): Promise<void> {
  const solid = dependents.find(({ obstacle }) => obstacle !== null);
  if (solid) throw blocked(name, `${solid.name} reads it, ${solid.obstacle}`);
  for (const view of dependents.toReversed()) await on.run(plain(`DROP VIEW ${view.name}`));
  await work();
  for (const view of dependents) {
    const [create = "", ...rest] = view.remake;
    await on.run(plain(create)).catch((error: unknown) => {
      throw blocked(name, `the view ${view.name} reads it, and does not work with its new columns`, error);
    });
    for (const statement of rest) await on.run(plain(statement));
  }
}

function blocked(name: string, why: string, cause?: unknown): AvocetError {
  return new AvocetError("backend", `${name} cannot be replaced: ${why}`, {
    reason: "constraint",
    hint: "Drop the view first, or keep the columns that it reads.",
    ...(cause === undefined ? {} : { cause, detail: engineError(cause).message }),
  });
}
