import { postgres } from "@avocet/sql-dialects";
import { plain } from "../../shared/statement.js";
import type { PostgresSession } from "../session/types.js";
import { quoted } from "../types/result-columns.js";

/**
 * The statements that give a relation, which takes the place of another one, what others may do with that one, its comment and its owner.
 * `relation` is the number of the old one in SQL; rights to single columns are asked for where the new one has the same.
 */
export async function rightsOf(
  on: PostgresSession,
  relation: string,
  kind: "TABLE" | "VIEW",
  name: string,
  columns: boolean,
): Promise<readonly string[]> {
  const grants = await on.query(
    plain(`SELECT acl.privilege_type, pg_catalog.quote_ident(rights.attname),
  CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(acl.grantee)) END, acl.is_grantable
FROM (
  SELECT relacl AS acl, NULL::pg_catalog.name AS attname, relowner FROM pg_catalog.pg_class WHERE oid = ${relation}
  UNION ALL
  SELECT a.attacl, a.attname, c.relowner FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  WHERE a.attrelid = ${relation} AND NOT a.attisdropped AND ${columns}
) AS rights, LATERAL pg_catalog.aclexplode(rights.acl) AS acl
WHERE acl.grantee <> rights.relowner`),
  );
  const { rows } = await on.query(
    plain(`SELECT pg_catalog.obj_description(c.oid, 'pg_class'), CASE WHEN pg_catalog.pg_get_userbyid(c.relowner) <> current_user
  THEN pg_catalog.pg_get_userbyid(c.relowner) END
FROM pg_catalog.pg_class AS c WHERE c.oid = ${relation}`),
  );
  const [comment, owner] = rows[0] ?? [];
  return [
    ...grants.rows.map(
      ([right, column, user, again]) =>
        `GRANT ${right}${column ? ` (${column})` : ""} ON ${name} TO ${user}${again === "t" ? " WITH GRANT OPTION" : ""}`,
    ),
    ...(comment ? [`COMMENT ON ${kind} ${name} IS ${quoted(comment)}`] : []),
    ...(owner ? [`ALTER ${kind} ${name} OWNER TO ${postgres.quote(owner)}`] : []),
  ];
}
