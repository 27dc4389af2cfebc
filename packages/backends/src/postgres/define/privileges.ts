import { postgres } from "@avocet/sql-dialects/postgres";
import { sqlStatement } from "../../shared/statement.js";
import type { PostgresSession } from "../session/types.js";
import { stringLiteral } from "../types/result-columns.js";

/**
 * Returns the statements that copy privileges, comment and owner from a relation to its replacement `name`. `relation`
 * is SQL of the old relation's OID. `columns` includes column privileges, if the replacement has the same columns.
 */
export async function privilegeStatements(
  session: PostgresSession,
  relation: string,
  kind: "TABLE" | "VIEW",
  name: string,
  columns: boolean,
): Promise<readonly string[]> {
  const grants = await session.query(
    sqlStatement(`SELECT acl.privilege_type, pg_catalog.quote_ident(rights.attname),
  CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(acl.grantee)) END, acl.is_grantable
FROM (
  SELECT relacl AS acl, NULL::pg_catalog.name AS attname, relowner FROM pg_catalog.pg_class WHERE oid = ${relation}
  UNION ALL
  SELECT a.attacl, a.attname, c.relowner FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  WHERE a.attrelid = ${relation} AND NOT a.attisdropped AND ${columns}
) AS rights, LATERAL pg_catalog.aclexplode(rights.acl) AS acl
WHERE acl.grantee <> rights.relowner`),
  );
  const { rows } = await session.query(
    sqlStatement(`SELECT pg_catalog.obj_description(c.oid, 'pg_class'), CASE WHEN pg_catalog.pg_get_userbyid(c.relowner) <> current_user
  THEN pg_catalog.pg_get_userbyid(c.relowner) END
FROM pg_catalog.pg_class AS c WHERE c.oid = ${relation}`),
  );
  const [comment, owner] = rows[0] ?? [];
  return [
    ...grants.rows.map(
      ([privilege, column, grantee, isGrantable]) =>
        `GRANT ${privilege}${column ? ` (${column})` : ""} ON ${name} TO ${grantee}${isGrantable === "t" ? " WITH GRANT OPTION" : ""}`,
    ),
    ...(comment ? [`COMMENT ON ${kind} ${name} IS ${stringLiteral(comment)}`] : []),
    ...(owner ? [`ALTER ${kind} ${name} OWNER TO ${postgres.quote(owner)}`] : []),
  ];
}
