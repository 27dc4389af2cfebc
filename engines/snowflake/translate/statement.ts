import { SnowflakeError } from "../errors.js";
import type { Node } from "./ast.js";
import { child, children, nodeText, unsupportedFeature, variant } from "./ast.js";
import { expression } from "./expression.js";
import { relation, tableName } from "./from.js";
import { nameOf, pathOf, quote } from "./names.js";
import { translateQuery } from "./query.js";
import type { Settings, TranslationContext } from "./translation-context.js";
import { stringSql } from "./translation-context.js";
import { displayType, duckType, typeOf } from "./types.js";

/** The action that executes a statement. */
export type Plan =
  | { readonly kind: "query"; readonly sql: string }
  | { readonly kind: "rows changed"; readonly change: "insert" | "update" | "delete" | "merge"; readonly sql: string }
  | { readonly kind: "definition"; readonly sql: readonly string[]; readonly status: string }
  | { readonly kind: "transaction"; readonly sql: string }
  | {
      readonly kind: "use";
      readonly target: "warehouse" | "role" | "database" | "schema";
      readonly path: readonly string[];
    }
  | { readonly kind: "parameters"; readonly values: ReadonlyMap<string, string | null> }
  | {
      readonly kind: "objects";
      readonly like: string | null;
      readonly path: readonly string[] | null;
      readonly views: boolean;
    }
  | { readonly kind: "describe"; readonly path: readonly string[] }
  | { readonly kind: "explain"; readonly sql: string };

/** Translates a statement to an action. */
export function planStatement(node: Node, context: TranslationContext): Plan {
  const [tag, inner] = variant(node);
  switch (tag) {
    case "Query":
      return { kind: "query", sql: translateQuery(inner, context) };
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
      return definition(
        `CREATE SCHEMA ${child(inner, "if_not_exists") === true ? "IF NOT EXISTS " : ""}${tableName(child(inner, "schema_name", "Simple"))}`,
        "Schema successfully created.",
      );
    case "Drop":
      return drop(inner);
    case "Truncate":
      return {
        kind: "definition",
        sql: children(child(inner, "table_names")).map((name) => `DELETE FROM ${tableName(child(name, "name"))}`),
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
      const [targetKind, path] = variant(inner);
      const target = targetKind.toLowerCase();
      if (target !== "warehouse" && target !== "role" && target !== "database" && target !== "schema")
        throw unsupportedFeature(`USE ${targetKind}`, node);
      return { kind: "use", target, path: pathOf(path) };
    }
    case "AlterSession":
      return { kind: "parameters", values: parameters(inner) };
    case "ShowTables":
    case "ShowObjects":
    case "ShowViews":
      return objects(inner, tag !== "ShowTables");
    case "ExplainTable":
      return { kind: "describe", path: pathOf(child(inner, "table_name")) };
    case "Explain":
      return { kind: "explain", sql: translateQuery(child(inner, "statement", "Query"), context) };
    default:
      throw unsupportedFeature(tag, node);
  }
}

const definition = (sql: string, status: string): Plan => ({ kind: "definition", sql: [sql], status });
const columnsOf = (nodes: Node): readonly string[] =>
  children(nodes).map((name) => quote(nameOf(child(children(name)[0], "Identifier"))));

function insert(inner: Node, context: TranslationContext): Plan {
  const columns = columnsOf(child(inner, "columns"));
  const into = tableName(child(inner, "table", "TableName"));
  const body = `INSERT INTO ${into}${columns.length > 0 ? ` (${columns.join(", ")})` : ""} ${translateQuery(child(inner, "source"), context)}`;
  if (child(inner, "overwrite") === true) throw unsupportedFeature("INSERT OVERWRITE", inner);
  return { kind: "rows changed", change: "insert", sql: body };
}

const assignments = (nodes: Node, context: TranslationContext): string =>
  children(nodes)
    .map(
      (set) =>
        `${quote(nameOf(child(children(child(set, "target", "ColumnName")).at(-1), "Identifier")))} = ${expression(child(set, "value"), context)}`,
    )
    .join(", ");

function update(inner: Node, context: TranslationContext): Plan {
  const from = children(child(inner, "from", "AfterSet")).map((item) => relation(child(item, "relation"), context));
  const where = child(inner, "selection");
  const sql = [
    `UPDATE ${relation(child(inner, "table", "relation"), context)} SET ${assignments(child(inner, "assignments"), context)}`,
    from.length > 0 ? ` FROM ${from.join(", ")}` : "",
    where === null ? "" : ` WHERE ${expression(where, context)}`,
  ];
  return { kind: "rows changed", change: "update", sql: sql.join("") };
}

function deletion(inner: Node, context: TranslationContext): Plan {
  const [, tables] = variant(child(inner, "from"));
  const using = children(child(inner, "using")).map((item) => relation(child(item, "relation"), context));
  const where = child(inner, "selection");
  const sql = [
    `DELETE FROM ${relation(child(children(tables)[0], "relation"), context)}`,
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

function merge(inner: Node, context: TranslationContext): Plan {
  const clauses = children(child(inner, "clauses")).map((clause) => {
    const [action, details] = variant(child(clause, "action"));
    const predicate = child(clause, "predicate");
    const kind = MATCHES[nodeText(child(clause, "clause_kind"))];
    // https://docs.snowflake.com/en/sql-reference/sql/merge: NOT MATCHED BY SOURCE is not supported.
    if (!kind) throw new SnowflakeError("001003", "42000", "SQL compilation error:\nsyntax error: unexpected 'BY'.");
    const whenClause = `WHEN ${kind}${predicate === null ? "" : ` AND ${expression(predicate, context)}`} THEN`;
    if (action === "Delete") return `${whenClause} DELETE`;
    if (action === "Update") return `${whenClause} UPDATE SET ${assignments(child(details, "assignments"), context)}`;
    const columns = columnsOf(child(details, "columns"));
    const values = children(child(children(child(details, "kind", "Values", "rows"))[0], "content")).map((value) =>
      expression(value, context),
    );
    return `${whenClause} INSERT${columns.length > 0 ? ` (${columns.join(", ")})` : ""} VALUES (${values.join(", ")})`;
  });
  const sql = `MERGE INTO ${relation(child(inner, "table"), context)} USING ${relation(child(inner, "source"), context)} ON ${expression(child(inner, "on"), context)} ${clauses.join(" ")} RETURNING merge_action`;
  return { kind: "rows changed", change: "merge", sql };
}

const orReplace = (inner: Node): string => (child(inner, "or_replace") === true ? "OR REPLACE " : "");
const ifNotExists = (inner: Node): string => (child(inner, "if_not_exists") === true ? "IF NOT EXISTS " : "");
const lastName = (path: readonly string[]): string => path.at(-1) ?? "";

/** The quoted names of the columns that are declared NOT NULL. */
const requiredColumns = (inner: Node): readonly string[] =>
  children(child(inner, "columns"))
    .filter((column) =>
      children(child(column, "options")).some((option) => variant(child(option, "option"))[0] === "NotNull"),
    )
    .map((column) => quote(nameOf(child(column, "name"))));

function createTable(inner: Node, context: TranslationContext): Plan {
  const temporary = child(inner, "temporary") === true;
  const path = pathOf(child(inner, "name"));
  // DuckDB's temporary tables are in a separate schema.
  const name = temporary ? quote(lastName(path)) : path.map(quote).join(".");
  const createClause = `CREATE ${orReplace(inner)}${temporary ? "TEMP " : ""}TABLE ${ifNotExists(inner)}${name}`;
  const status = `Table ${lastName(path)} successfully created.`;
  const [source, like, clone] = [child(inner, "query"), child(inner, "like", "Plain", "name"), child(inner, "clone")];
  if (source !== null)
    return {
      kind: "definition",
      sql: [
        `${createClause} AS ${translateQuery(source, context)}`,
        ...requiredColumns(inner).map((column) => `ALTER TABLE ${name} ALTER COLUMN ${column} SET NOT NULL`),
      ],
      status,
    };
  if (clone !== null) return { kind: "definition", sql: [`${createClause} AS FROM ${tableName(clone)}`], status };
  if (like !== null) return { kind: "definition", sql: [`${createClause} AS FROM ${tableName(like)} LIMIT 0`], status };
  const columns = children(child(inner, "columns")).map((column) => {
    const type = typeOf(child(column, "data_type"));
    const options = children(child(column, "options")).map((option) => {
      const [optionKind, value] = variant(child(option, "option"));
      return optionKind === "NotNull"
        ? " NOT NULL"
        : optionKind === "Default"
          ? ` DEFAULT ${expression(value, context)}`
          : "";
    });
    return { name: quote(nameOf(child(column, "name"))), type, sql: `${duckType(type)}${options.join("")}` };
  });
  // The declared type is stored as a comment for DESCRIBE: DuckDB's types have no lengths, and it has only one
  // timestamp
  // type with a time zone.
  const comments = columns.map(
    (column) => `COMMENT ON COLUMN ${name}.${column.name} IS ${stringSql(displayType(column.type))}`,
  );
  return {
    kind: "definition",
    sql: [
      `${createClause} (${columns.map((column) => `${column.name} ${column.sql}`).join(", ")})`,
      ...(temporary ? [] : comments),
    ],
    status,
  };
}

function createView(inner: Node, context: TranslationContext): Plan {
  if (child(inner, "materialized") === true) throw unsupportedFeature("CREATE MATERIALIZED VIEW", inner);
  const path = pathOf(child(inner, "name"));
  const columns = children(child(inner, "columns")).map((column) => quote(nameOf(child(column, "name"))));
  const createClause = `CREATE ${orReplace(inner)}VIEW ${ifNotExists(inner)}${path.map(quote).join(".")}${columns.length > 0 ? ` (${columns.join(", ")})` : ""}`;
  return {
    kind: "definition",
    sql: [`${createClause} AS ${translateQuery(child(inner, "query"), context)}`],
    status: `View ${lastName(path)} successfully created.`,
  };
}

function drop(inner: Node): Plan {
  const kind = nodeText(child(inner, "object_type")).toUpperCase();
  const names = children(child(inner, "names")).map(pathOf);
  const exists = child(inner, "if_exists") === true ? "IF EXISTS " : "";
  return {
    kind: "definition",
    sql: names.map(
      (path) =>
        `DROP ${kind} ${exists}${path.map(quote).join(".")}${child(inner, "cascade") === true || kind === "SCHEMA" ? " CASCADE" : ""}`,
    ),
    status: `${lastName(names[0] ?? [])} successfully dropped.`,
  };
}

function alterTable(inner: Node): Plan {
  const name = tableName(child(inner, "name"));
  const sql = children(child(inner, "operations")).map((operation) => {
    const [tag, details] = variant(operation);
    switch (tag) {
      case "RenameTable": {
        const [, to] = variant(child(details, "table_name"));
        return `ALTER TABLE ${name} RENAME TO ${quote(lastName(pathOf(to)))}`;
      }
      case "RenameColumn":
        return `ALTER TABLE ${name} RENAME COLUMN ${quote(nameOf(child(details, "old_column_name")))} TO ${quote(nameOf(child(details, "new_column_name")))}`;
      case "AddColumn":
        return `ALTER TABLE ${name} ADD COLUMN ${quote(nameOf(child(details, "column_def", "name")))} ${duckType(typeOf(child(details, "column_def", "data_type")))}`;
      case "DropColumn":
        return children(child(details, "column_names"))
          .map((column) => `ALTER TABLE ${name} DROP COLUMN ${quote(nameOf(column))}`)
          .join("; ");
      default:
        throw unsupportedFeature(`ALTER TABLE ${tag}`, operation);
    }
  });
  return { kind: "definition", sql, status: "Statement executed successfully." };
}

function parameters(inner: Node): ReadonlyMap<string, string | null> {
  const isUnset = child(inner, "set") !== true;
  return new Map(
    children(child(inner, "session_params", "options")).map((option) => {
      const [, value] = variant(child(option, "option_value", "Single", "value"));
      const valueText = typeof value === "object" ? nodeText(children(value)[0]) : nodeText(value);
      return [nodeText(child(option, "option_name")).toUpperCase(), isUnset ? null : valueText];
    }),
  );
}

function objects(inner: Node, views: boolean): Plan {
  const options = child(inner, "show_options");
  const [, filter] = variant(child(options, "filter_position"));
  const like = child(filter, "Like");
  const path = child(options, "show_in", "parent_name");
  return {
    kind: "objects",
    like: like === null ? null : nodeText(like),
    path: path === null ? null : pathOf(path),
    views,
  };
}

/** The database and schema that a path denotes; missing components are those of the session. */
export function resolveSchema(
  path: readonly string[],
  settings: Settings,
): { readonly database: string; readonly schema: string } {
  const [first, second] = path;
  const [database, schemaName] =
    second === undefined ? [settings.database, first ?? settings.schema] : [first ?? null, second];
  if (database === null || schemaName === null)
    throw new SnowflakeError(
      "090105",
      "22000",
      "Cannot perform SHOW OBJECTS. This session does not have a current database. Call 'USE DATABASE', or use a qualified name.",
    );
  return { database, schema: schemaName };
}
