import { SnowflakeError } from "../errors.js";
import type { Node } from "./ast.js";
import { at, list, text, unknownPart, variant } from "./ast.js";
import { expression } from "./expression.js";
import { relation, tableName } from "./from.js";
import { nameOf, pathOf, quote } from "./names.js";
import { query } from "./query.js";
import type { Settings, Translation } from "./translation-context.js";
import { stringSql } from "./translation-context.js";
import { duckType, shownType, typeOf } from "./types.js";

/** What a statement asks for, in terms of what the stand-in can do. */
export type Plan =
  | { readonly kind: "query"; readonly sql: string }
  | { readonly kind: "rows changed"; readonly change: "insert" | "update" | "delete" | "merge"; readonly sql: string }
  | { readonly kind: "definition"; readonly sql: readonly string[]; readonly status: string }
  | { readonly kind: "transaction"; readonly sql: string }
  | {
      readonly kind: "use";
      readonly what: "warehouse" | "role" | "database" | "schema";
      readonly path: readonly string[];
    }
  | { readonly kind: "parameters"; readonly set: ReadonlyMap<string, string | null> }
  | {
      readonly kind: "objects";
      readonly like: string | null;
      readonly path: readonly string[] | null;
      readonly views: boolean;
    }
  | { readonly kind: "describe"; readonly path: readonly string[] }
  | { readonly kind: "explain"; readonly sql: string };

/** What one statement asks for. */
export function plan(node: Node, context: Translation): Plan {
  const [tag, inner] = variant(node);
  switch (tag) {
    case "Query":
      return { kind: "query", sql: query(inner, context) };
    case "Insert":
      return insert(inner, context);
    case "Update":
      return update(inner, context);
    case "Delete":
      return deletion(inner, context);
    case "Merge":
      return merge(inner, context);
    case "CreateTable":
      return createTable(inner, context);
    case "CreateView":
      return createView(inner, context);
    case "CreateSchema":
      return schema(
        `CREATE SCHEMA ${at(inner, "if_not_exists") === true ? "IF NOT EXISTS " : ""}${tableName(at(inner, "schema_name", "Simple"))}`,
        "Schema successfully created.",
      );
    case "Drop":
      return drop(inner);
    case "Truncate":
      return {
        kind: "definition",
        sql: list(at(inner, "table_names")).map((name) => `DELETE FROM ${tableName(at(name, "name"))}`),
        status: "Statement executed successfully.",
      };
    case "AlterTable":
      return alterTable(inner);
    case "StartTransaction":
      return { kind: "transaction", sql: "BEGIN TRANSACTION" };
    case "Commit":
      return { kind: "transaction", sql: "COMMIT" };
    case "Rollback":
      return { kind: "transaction", sql: "ROLLBACK" };
    case "Use": {
      const [what, path] = variant(inner);
      const word = what.toLowerCase();
      if (word !== "warehouse" && word !== "role" && word !== "database" && word !== "schema")
        throw unknownPart(`USE ${what}`, node);
      return { kind: "use", what: word, path: pathOf(path) };
    }
    case "AlterSession":
      return { kind: "parameters", set: parameters(inner) };
    case "ShowTables":
    case "ShowObjects":
    case "ShowViews":
      return objects(inner, tag !== "ShowTables");
    case "ExplainTable":
      return { kind: "describe", path: pathOf(at(inner, "table_name")) };
    case "Explain":
      return { kind: "explain", sql: query(at(inner, "statement", "Query"), context) };
    default:
      throw unknownPart(tag, node);
  }
}

const schema = (sql: string, status: string): Plan => ({ kind: "definition", sql: [sql], status });
const columnsOf = (nodes: Node): readonly string[] =>
  list(nodes).map((name) => quote(nameOf(at(list(name)[0], "Identifier"))));

function insert(inner: Node, context: Translation): Plan {
  const columns = columnsOf(at(inner, "columns"));
  const into = tableName(at(inner, "table", "TableName"));
  const body = `INSERT INTO ${into}${columns.length > 0 ? ` (${columns.join(", ")})` : ""} ${query(at(inner, "source"), context)}`;
  if (at(inner, "overwrite") === true) throw unknownPart("INSERT OVERWRITE", inner);
  return { kind: "rows changed", change: "insert", sql: body };
}

const assignments = (nodes: Node, context: Translation): string =>
  list(nodes)
    .map(
      (set) =>
        `${quote(nameOf(at(list(at(set, "target", "ColumnName")).at(-1), "Identifier")))} = ${expression(at(set, "value"), context)}`,
    )
    .join(", ");

function update(inner: Node, context: Translation): Plan {
  const from = list(at(inner, "from", "AfterSet")).map((item) => relation(at(item, "relation"), context));
  const where = at(inner, "selection");
  const sql = [
    `UPDATE ${relation(at(inner, "table", "relation"), context)} SET ${assignments(at(inner, "assignments"), context)}`,
    from.length > 0 ? ` FROM ${from.join(", ")}` : "",
    where === null ? "" : ` WHERE ${expression(where, context)}`,
  ];
  return { kind: "rows changed", change: "update", sql: sql.join("") };
}

function deletion(inner: Node, context: Translation): Plan {
  const [, tables] = variant(at(inner, "from"));
  const using = list(at(inner, "using")).map((item) => relation(at(item, "relation"), context));
  const where = at(inner, "selection");
  const sql = [
    `DELETE FROM ${relation(at(list(tables)[0], "relation"), context)}`,
    using.length > 0 ? ` USING ${using.join(", ")}` : "",
    where === null ? "" : ` WHERE ${expression(where, context)}`,
  ];
  return { kind: "rows changed", change: "delete", sql: sql.join("") };
}

const MATCHES: Readonly<Record<string, string>> = {
  Matched: "MATCHED",
  NotMatched: "NOT MATCHED",
  NotMatchedByTarget: "NOT MATCHED",
};

function merge(inner: Node, context: Translation): Plan {
  const clauses = list(at(inner, "clauses")).map((clause) => {
    const [action, details] = variant(at(clause, "action"));
    const predicate = at(clause, "predicate");
    const kind = MATCHES[text(at(clause, "clause_kind"))];
    // https://docs.snowflake.com/en/sql-reference/sql/merge: there is no NOT MATCHED BY SOURCE.
    if (!kind) throw new SnowflakeError("001003", "42000", "SQL compilation error:\nsyntax error: unexpected 'BY'.");
    const when = `WHEN ${kind}${predicate === null ? "" : ` AND ${expression(predicate, context)}`} THEN`;
    if (action === "Delete") return `${when} DELETE`;
    if (action === "Update") return `${when} UPDATE SET ${assignments(at(details, "assignments"), context)}`;
    const columns = columnsOf(at(details, "columns"));
    const values = list(at(list(at(details, "kind", "Values", "rows"))[0], "content")).map((value) =>
      expression(value, context),
    );
    return `${when} INSERT${columns.length > 0 ? ` (${columns.join(", ")})` : ""} VALUES (${values.join(", ")})`;
  });
  const sql = `MERGE INTO ${relation(at(inner, "table"), context)} USING ${relation(at(inner, "source"), context)} ON ${expression(at(inner, "on"), context)} ${clauses.join(" ")} RETURNING merge_action`;
  return { kind: "rows changed", change: "merge", sql };
}

const orReplace = (inner: Node): string => (at(inner, "or_replace") === true ? "OR REPLACE " : "");
const ifNotExists = (inner: Node): string => (at(inner, "if_not_exists") === true ? "IF NOT EXISTS " : "");
const last = (path: readonly string[]): string => path.at(-1) ?? "";

function createTable(inner: Node, context: Translation): Plan {
  const temporary = at(inner, "temporary") === true;
  const path = pathOf(at(inner, "name"));
  // Temporary tables of DuckDB have a place of their own.
  const name = temporary ? quote(last(path)) : path.map(quote).join(".");
  const head = `CREATE ${orReplace(inner)}${temporary ? "TEMP " : ""}TABLE ${ifNotExists(inner)}${name}`;
  const status = `Table ${last(path)} successfully created.`;
  const [source, like, clone] = [at(inner, "query"), at(inner, "like", "Plain", "name"), at(inner, "clone")];
  if (source !== null) return { kind: "definition", sql: [`${head} AS ${query(source, context)}`], status };
  if (clone !== null) return { kind: "definition", sql: [`${head} AS FROM ${tableName(clone)}`], status };
  if (like !== null) return { kind: "definition", sql: [`${head} AS FROM ${tableName(like)} LIMIT 0`], status };
  const columns = list(at(inner, "columns")).map((column) => {
    const type = typeOf(at(column, "data_type"));
    const options = list(at(column, "options")).map((option) => {
      const [word, value] = variant(at(option, "option"));
      return word === "NotNull" ? " NOT NULL" : word === "Default" ? ` DEFAULT ${expression(value, context)}` : "";
    });
    return { name: quote(nameOf(at(column, "name"))), type, sql: `${duckType(type)}${options.join("")}` };
  });
  // The declared type is kept beside the column, for DESCRIBE: DuckDB's own has no lengths, and one type for all times with a zone.
  const comments = columns.map(
    (column) => `COMMENT ON COLUMN ${name}.${column.name} IS ${stringSql(shownType(column.type))}`,
  );
  return {
    kind: "definition",
    sql: [
      `${head} (${columns.map((column) => `${column.name} ${column.sql}`).join(", ")})`,
      ...(temporary ? [] : comments),
    ],
    status,
  };
}

function createView(inner: Node, context: Translation): Plan {
  if (at(inner, "materialized") === true) throw unknownPart("CREATE MATERIALIZED VIEW", inner);
  const path = pathOf(at(inner, "name"));
  const columns = list(at(inner, "columns")).map((column) => quote(nameOf(at(column, "name"))));
  const head = `CREATE ${orReplace(inner)}VIEW ${ifNotExists(inner)}${path.map(quote).join(".")}${columns.length > 0 ? ` (${columns.join(", ")})` : ""}`;
  return {
    kind: "definition",
    sql: [`${head} AS ${query(at(inner, "query"), context)}`],
    status: `View ${last(path)} successfully created.`,
  };
}

function drop(inner: Node): Plan {
  const kind = text(at(inner, "object_type")).toUpperCase();
  const names = list(at(inner, "names")).map(pathOf);
  const exists = at(inner, "if_exists") === true ? "IF EXISTS " : "";
  return {
    kind: "definition",
    sql: names.map(
      (path) =>
        `DROP ${kind} ${exists}${path.map(quote).join(".")}${at(inner, "cascade") === true || kind === "SCHEMA" ? " CASCADE" : ""}`,
    ),
    status: `${last(names[0] ?? [])} successfully dropped.`,
  };
}

function alterTable(inner: Node): Plan {
  const name = tableName(at(inner, "name"));
  const sql = list(at(inner, "operations")).map((operation) => {
    const [tag, details] = variant(operation);
    switch (tag) {
      case "RenameTable": {
        const [, to] = variant(at(details, "table_name"));
        return `ALTER TABLE ${name} RENAME TO ${quote(last(pathOf(to)))}`;
      }
      case "RenameColumn":
        return `ALTER TABLE ${name} RENAME COLUMN ${quote(nameOf(at(details, "old_column_name")))} TO ${quote(nameOf(at(details, "new_column_name")))}`;
      case "AddColumn":
        return `ALTER TABLE ${name} ADD COLUMN ${quote(nameOf(at(details, "column_def", "name")))} ${duckType(typeOf(at(details, "column_def", "data_type")))}`;
      case "DropColumn":
        return list(at(details, "column_names"))
          .map((column) => `ALTER TABLE ${name} DROP COLUMN ${quote(nameOf(column))}`)
          .join("; ");
      default:
        throw unknownPart(`ALTER TABLE ${tag}`, operation);
    }
  });
  return { kind: "definition", sql, status: "Statement executed successfully." };
}

function parameters(inner: Node): ReadonlyMap<string, string | null> {
  const unset = at(inner, "set") !== true;
  return new Map(
    list(at(inner, "session_params", "options")).map((option) => {
      const [, value] = variant(at(option, "option_value", "Single", "value"));
      const plain = typeof value === "object" ? text(list(value)[0]) : text(value);
      return [text(at(option, "option_name")).toUpperCase(), unset ? null : plain];
    }),
  );
}

function objects(inner: Node, views: boolean): Plan {
  const options = at(inner, "show_options");
  const [, filter] = variant(at(options, "filter_position"));
  const like = at(filter, "Like");
  const path = at(options, "show_in", "parent_name");
  return { kind: "objects", like: like === null ? null : text(like), path: path === null ? null : pathOf(path), views };
}

/** The place that a path names, with what the session has for the parts that it lacks. */
export function placeOf(
  path: readonly string[],
  settings: Settings,
): { readonly database: string; readonly schema: string } {
  const [a, b] = path;
  const [database, schemaName] = b === undefined ? [settings.database, a ?? settings.schema] : [a ?? null, b];
  if (database === null || schemaName === null)
    throw new SnowflakeError(
      "090105",
      "22000",
      "Cannot perform SHOW OBJECTS. This session does not have a current database. Call 'USE DATABASE', or use a qualified name.",
    );
  return { database, schema: schemaName };
}
