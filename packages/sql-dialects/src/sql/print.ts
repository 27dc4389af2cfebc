import type { CompileOptions } from "@avocet/core";
import { printDType } from "@avocet/core";
import type { BoundParam } from "@avocet/core/dialect";
import type { Dialect } from "../dialect.js";
import { truncateUtf8 } from "../lower/name-allocator.js";
import type { Source, Sql } from "./expr.js";
import { anyNode, hasAggregate, precedenceOf, scopedNamesOf } from "./expr.js";
import { outerSources, sourcesUsedBySubqueries } from "./outer-sources.js";
import * as Precedence from "./precedence.js";
import type { Cte, FromItem, FunctionRef, JoinItem, Query, RawQuery, Select, SortSql, Statement } from "./query.js";

const MAX_SELECT_LINE = 100;
/** The maximum LIMIT that engines accept. */
const MAX_LIMIT = "9223372036854775807";

/** Prints a statement. Returns the SQL text and the bind parameters in the order of their ordinals. */
export function printStatement(statement: Statement, dialect: Dialect, options: CompileOptions = {}) {
  const printer = new Printer(dialect, options.literals === "bind", statement.columnNames);
  const ctes = statement.ctes.map((cte) => printer.cte(cte));
  const recursive = statement.ctes.some((cte) => cte.recursive) ? "RECURSIVE " : "";
  const head = ctes.length ? `WITH ${recursive}${ctes.join(",\n")}\n` : "";
  return { sql: printer.restoreMultilineTexts(head + printer.query(statement.query, false)), params: printer.params };
}

/** Prints DELETE or UPDATE for the rows that a SELECT of one table returns; UPDATE sets the columns that it selects. */
export function printDml(
  select: Select,
  statementKind: "delete" | "update",
  names: ReadonlySet<string>,
  dialect: Dialect,
  options: CompileOptions = {},
) {
  const printer = new Printer(dialect, options.literals === "bind", names);
  return { sql: printer.restoreMultilineTexts(printer.dml(select, statementKind)), params: printer.params };
}

class Printer {
  readonly params: BoundParam[] = [];
  /** Texts with line breaks, printed as numbers between U+0000 characters so that indentation does not alter them. */
  private readonly multilineTexts: string[] = [];
  private readonly dialect: Dialect;
  private readonly bindsLiterals: boolean;
  private readonly ordinals = new Map<string, number>();
  /** True if columns of the current SELECT print with the alias of their source. */
  private qualifiesColumns = false;
  private readonly aliases = new Map<Source, string>();
  /** The aliases of the current SELECT and of enclosing queries, in lower case. */
  private usedAliases: ReadonlySet<string> = new Set();

  private readonly columnNames: ReadonlySet<string>;

  constructor(dialect: Dialect, bind: boolean, columnNames: ReadonlySet<string>) {
    this.dialect = dialect;
    this.bindsLiterals = bind;
    this.columnNames = columnNames;
  }

  private protectLineBreaks(text: string): string {
    if (!text.includes("\n")) return text;
    this.multilineTexts.push(text);
    return `\0${this.multilineTexts.length - 1}\0`;
  }
  restoreMultilineTexts(sql: string): string {
    return sql.replaceAll(/\0(\d+)\0/g, (_, i) => this.multilineTexts[Number(i)] ?? "");
  }

  cte(cte: Cte): string {
    const columns =
      cte.columns && this.dialect.features.cteColumns !== false
        ? `(${cte.columns.map((c) => this.quote(c)).join(", ")})`
        : "";
    return `${this.quote(cte.name)}${columns} AS (\n${indent(this.query(cte.query, false))}\n)`;
  }

  // Recursive, as queries nest only as deep as users nest subqueries; everything else becomes a common table
  // expression.
  query(query: Query, correlated: boolean): string {
    switch (query.kind) {
      case "raw":
        return this.raw(query);
      case "values": {
        const rows = query.rows.map((row) => `(${row.map((v) => this.expr(v)).join(", ")})`);
        return rows.length ? `VALUES\n${indent(rows.join(",\n"))}` : "";
      }
      case "set": {
        const distinct = this.dialect.features.explicitSetDistinct ? " DISTINCT" : "";
        const separator = `\n${query.operator}${query.keepsDuplicates ? " ALL" : distinct}\n`;
        return query.operands.map((o) => this.setOperand(o, correlated)).join(separator);
      }
      case "select":
        return this.select(query, correlated);
    }
  }
  private setOperand(query: Query, correlated: boolean): string {
    const isPlainSelect =
      query.kind === "select" && query.orderBy.length === 0 && query.limit === null && query.offset === 0;
    const text = this.query(query, correlated);
    if (isPlainSelect) return text;
    const head = this.dialect.features.setParentheses === false ? "SELECT * FROM " : "";
    return `${head}(\n${indent(text)}\n)`;
  }

  /** SQL that the user wrote, on separate lines so that a trailing comment cannot hide what follows. */
  private raw({ text, definitions = [] }: RawQuery): string {
    if (definitions.length === 0) return this.protectLineBreaks(text);
    const ctes = definitions.map(([name, query]) => this.cte({ name, query }));
    return `WITH ${ctes.join(",\n")}\nSELECT * FROM (\n${this.protectLineBreaks(text)}\n)`;
  }

  private select(select: Select, correlated: boolean): string {
    const outerState = { qualified: this.qualifiesColumns, usedAliases: this.usedAliases };
    this.qualifiesColumns = correlated || needsAliases(select);
    this.usedAliases = this.nameSources(select);
    const clauses = [
      `SELECT${select.distinct ? " DISTINCT" : ""}${select.asStruct ? " AS STRUCT" : ""}${this.items(select)}`,
    ];
    if (select.from) {
      clauses.push(`FROM ${this.from(select.from)}`);
      for (const join of select.joins) clauses.push(this.join(join));
    }
    if (select.where.length) clauses.push(`WHERE ${this.conjunction(select.where)}`);
    else if (this.needsWhere(select)) clauses.push("WHERE TRUE");
    const oneGroup = isOneGroup(select);
    if (select.groupBy) clauses.push(...this.groupBy(select, oneGroup));
    const having = oneGroup && this.dialect.features.groupsWithoutAggregates === false ? [ANY_ROW_COUNT] : [];
    if (having.length + select.having.length) clauses.push(`HAVING ${this.conjunction([...having, ...select.having])}`);
    if (select.qualify.length) clauses.push(`QUALIFY ${this.conjunction(select.qualify)}`);
    if (select.orderBy.length) clauses.push(`ORDER BY ${this.sort(select.orderBy, select)}`);
    if (select.limit !== null) clauses.push(`LIMIT ${select.limit}`);
    else if (select.offset > 0 && this.dialect.features.offsetNeedsLimit) clauses.push(`LIMIT ${MAX_LIMIT}`);
    if (select.offset > 0 || select.optimizationFence) clauses.push(`OFFSET ${select.offset}`);
    this.qualifiesColumns = outerState.qualified;
    this.usedAliases = outerState.usedAliases;
    return clauses.join("\n");
  }
  private needsWhere(select: Select): boolean {
    const isUngrouped = select.groupBy === null && select.having.length === 0;
    return select.qualify.length > 0 && isUngrouped && (this.dialect.features.qualifyNeedsWhere ?? false);
  }
  /** DELETE or UPDATE, always with WHERE, which BigQuery requires. */
  dml(select: Select, statementKind: "delete" | "update"): string {
    this.usedAliases = this.nameSources(select);
    this.qualifiesColumns = needsAliases({ ...select, items: [] });
    const target = select.from ? this.from(select.from) : "";
    const where = `WHERE ${this.conjunction(select.where)}`;
    if (statementKind === "delete") return `DELETE FROM ${target}\n${where}`;
    const assignments = select.items.map(([name, value]) => `${this.quote(name)} = ${this.expr(value)}`);
    return `UPDATE ${target}\nSET\n${indent(assignments.join(",\n"))}\n${where}`;
  }
  /** Chooses aliases for the sources of a SELECT that differ from each other and from those of enclosing queries. */
  private nameSources(select: Select): ReadonlySet<string> {
    const values = expressionsOf(select);
    const usedAliases = new Set([...this.usedAliases, ...scopedNamesIn(values)]);
    const subquerySources = sourcesUsedBySubqueries(select, values);
    for (const source of sourcesInFrom(select)) {
      let alias = source.name;
      const aliasHidesColumns = !source.bare && this.dialect.features.aliasHidesColumns === true;
      const isAmbiguous = (name: string): boolean =>
        (subquerySources.has(source) || aliasHidesColumns) && this.columnNames.has(name);
      for (let i = 2; usedAliases.has(alias.toLowerCase()) || isAmbiguous(alias.toLowerCase()); i++)
        alias = `${this.withRoomForSuffix(source.name)}_${i}`;
      usedAliases.add(alias.toLowerCase());
      this.aliases.set(source, alias);
    }
    return usedAliases;
  }
  /** Truncates a name so that a number can be appended. */
  private withRoomForSuffix(name: string): string {
    const maxLength = this.dialect.maxIdentifier;
    return maxLength === null ? name : truncateUtf8(name, maxLength - 5);
  }
  private alias(source: Source): string {
    return this.aliases.get(source) ?? source.name;
  }

  private items(select: Select): string {
    const items = select.items.map(([name, value]) => {
      const text = this.expr(value);
      const implicitName = value.kind === "column" && (value.source.bare ? this.alias(value.source) : value.name);
      return implicitName === name ? text : `${text} AS ${this.quote(name)}`;
    });
    if (items.length === 0) return " 1";
    const line = items.join(", ");
    return line.length <= MAX_SELECT_LINE && !line.includes("\n") ? ` ${line}` : `\n${indent(items.join(",\n"))}`;
  }

  private groupBy(select: Select, oneGroup: boolean): string[] {
    const keys = select.groupBy ?? [];
    if (oneGroup) return this.dialect.features.emptyGroupBy === false ? [] : ["GROUP BY ()"];
    if (!select.groupingSets)
      return keys.length > 0 ? [`GROUP BY ${keys.map((k) => this.groupKey(k, select)).join(", ")}`] : [];
    const keyText = (index: number): string => this.expr(keys[index] as Sql); // an index into `keys`
    const sets = select.groupingSets.map((set) => `(${set.map(keyText).join(", ")})`);
    return [`GROUP BY GROUPING SETS (${sets.join(", ")})`];
  }

  /** GROUP BY key; printed as an ordinal for engines that do not match repeated expressions. */
  private groupKey(key: Sql, select: Select): string {
    const index = select.items.findIndex(([, value]) => value === key);
    const printsOrdinal = this.dialect.features.matchesGroupExpressions === false && key.kind === "text" && index >= 0;
    return printsOrdinal ? String(index + 1) : this.expr(key);
  }
  private from(item: FromItem): string {
    const alias = this.alias(item.source);
    const suffix = item.suffix ? ` ${this.expr(item.suffix)}` : "";
    const asAlias = ` AS ${this.quote(alias)}`;
    switch (item.item.kind) {
      case "table": {
        const path = item.item.path.map((identifier) => this.quote(identifier)).join(".");
        return path + (item.item.path.at(-1) === alias ? "" : asAlias) + suffix;
      }
      case "cte":
        return this.quote(item.item.name) + (item.item.name === alias ? "" : asAlias) + suffix;
      case "subquery": {
        const correlated = outerSources(item.item.query).size > 0;
        const inner = item.item.query;
        const columns = inner.kind === "values" ? `(${inner.names.map((n) => this.quote(n)).join(", ")})` : "";
        return `(\n${indent(this.derivedTable(inner, correlated))}\n)${asAlias}${columns}${suffix}`;
      }
      case "function":
        return `${this.expr(item.item.sql)}${asAlias}${this.columnList(item.item.columns)}${this.offset(item.item)}${suffix}`;
    }
  }
  private offset({ offset }: FunctionRef): string {
    return offset ? ` WITH OFFSET AS ${this.quote(this.alias(offset))}` : "";
  }
  private columnList(columns: readonly string[] | null): string {
    return columns ? `(${columns.map((c) => this.quote(c)).join(", ")})` : "";
  }
  /** A query in FROM, which sees the aliases of enclosing queries only if it is correlated. */
  private derivedTable(query: Query, correlated: boolean): string {
    const { usedAliases } = this;
    if (!correlated) this.usedAliases = new Set();
    const text = this.query(query, correlated);
    this.usedAliases = usedAliases;
    return text;
  }
  private join(join: JoinItem): string {
    const on = join.on === null ? "" : ` ON ${this.conjunction(join.on)}`;
    const match = join.matchCondition ? ` MATCH_CONDITION (${this.expr(join.matchCondition)})` : "";
    return `${join.joinType} ${this.from(join.from)}${match}${on}`;
  }

  private conjunction(conditions: readonly Sql[]): string {
    if (conditions.length === 0) return "TRUE";
    const [first, second] = conditions;
    if (first && !second) return this.expr(first);
    return conditions.map((c) => this.operand(c, Precedence.and)).join("\n  AND ");
  }

  private sort(keys: readonly SortSql[], select: Select | null): string {
    return keys
      .map((key) => {
        const item = select?.items.find(([, value]) => value === key.sql);
        const text = item && key.sql.kind !== "column" ? this.quote(item[0]) : this.expr(key.sql);
        const direction = `${key.descending ? " DESC" : " ASC"} NULLS ${key.nulls === "first" ? "FIRST" : "LAST"}`;
        return `${key.leadingKey ? `${this.expr(key.leadingKey)}${direction}, ` : ""}${text}${direction}`;
      })
      .join(", ");
  }

  private quote(identifier: string): string {
    return this.protectLineBreaks(this.dialect.quote(identifier));
  }
  private operand(sql: Sql, minPrecedence: number): string {
    const text = this.expr(sql);
    return precedenceOf(sql) < minPrecedence ? `(${text})` : text;
  }

  /** An expression, printed with an explicit stack so that long operator chains do not overflow the call stack. */
  expr(root: Sql): string {
    const out: string[] = [];
    const stack: (Sql | string)[] = [root];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (typeof node === "string") out.push(node);
      else if (node.kind === "text") {
        for (let i = node.segments.length - 1; i >= 0; i--) {
          const segment = node.segments[i];
          if (segment === undefined) continue;
          if (typeof segment === "string") stack.push(segment);
          else if (precedenceOf(segment.sql) < segment.minPrecedence) stack.push(")", segment.sql, "(");
          else stack.push(segment.sql);
        }
      } else out.push(this.leaf(node));
    }
    return out.join("");
  }
  private leaf(node: Exclude<Sql, { kind: "text" }>): string {
    switch (node.kind) {
      case "column":
        if (node.source.bare) return this.quote(this.alias(node.source));
        return (this.qualifiesColumns ? `${this.quote(this.alias(node.source))}.` : "") + this.quote(node.name);
      case "name":
        return this.quote(node.name);
      case "literal":
        if (
          !this.bindsLiterals ||
          node.fixed ||
          node.value === null ||
          this.dialect.supportsBinding?.(node.dtype) === false
        )
          return this.protectLineBreaks(this.dialect.literal(node.value, node.dtype));
        return this.placeholder(`${printDType(node.dtype)} ${JSON.stringify(node.value)}`, {
          name: null,
          value: node.value,
          dtype: node.dtype,
        });
      case "param":
        return this.placeholder(`$${node.name}`, { name: node.name, value: undefined, dtype: node.dtype });
      case "query":
        return `(\n${indent(this.query(node.query, outerSources(node.query).size > 0))}\n)`;
    }
  }
  /** Equal literals share one bind parameter, so that a grouping expression prints the same in every clause. */
  private placeholder(key: string, param: BoundParam): string {
    let ordinal = this.ordinals.get(key);
    if (ordinal === undefined) {
      this.params.push(param);
      ordinal = this.params.length;
      this.ordinals.set(key, ordinal);
    }
    return this.dialect.placeholder(ordinal, param.dtype);
  }
}

const indent = (text: string): string => `  ${text.replaceAll("\n", "\n  ")}`;

/** True if columns need the alias of their source: with several sources, outer columns, or hidden names. */
function needsAliases(select: Select): boolean {
  if (select.joins.length > 0) return true;
  const source = select.from?.source;
  const outputs = new Map(select.items);
  const clauses = [
    ...select.where,
    ...(select.groupBy ?? []),
    ...select.having,
    ...select.qualify,
    ...select.orderBy.map((k) => k.sql),
  ];
  const isShadowed = (column: { readonly source: Source; readonly name: string }): boolean => {
    const output = outputs.get(column.name);
    return output !== undefined && !(output.kind === "column" && output.name === column.name);
  };
  const readsOtherSource = (sql: Sql): boolean =>
    anyNode(sql, (s) =>
      s.kind === "query" ? outerSources(s.query).size > 0 : s.kind === "column" && s.source !== source,
    );
  if ([...outputs.values()].some(readsOtherSource)) return true;
  if (hasShadowedColumn(expressionsOf(select))) return true;
  return clauses.some((c) => readsOtherSource(c) || anyNode(c, (s) => s.kind === "column" && isShadowed(s)));
}

/** True if all rows form one group, and no aggregate implies that. */
const isOneGroup = (select: Select): boolean =>
  select.groupBy?.length === 0 && !select.groupingSets && !expressionsOf(select).some(hasAggregate);
/** An aggregate condition that is true for any group. */
const ANY_ROW_COUNT: Sql = { kind: "text", segments: ["COUNT(*) >= 0"], precedence: Precedence.comparison };

/** The sources in the FROM clause of a SELECT, with joins and row offsets. */
const sourcesInFrom = (select: Select): readonly Source[] =>
  [...(select.from ? [select.from] : []), ...select.joins.map((j) => j.from)].flatMap(({ source, item }) =>
    item.kind === "function" && item.offset ? [source, item.offset] : [source],
  );

const expressionsOf = (select: Select): readonly Sql[] => [
  ...select.items.map(([, value]) => value),
  ...select.joins.flatMap((j) => [
    ...(j.matchCondition ? [j.matchCondition] : []),
    ...(j.on ?? []),
    ...(j.from.item.kind === "function" ? [j.from.item.sql] : []),
  ]),
  ...select.where,
  ...(select.groupBy ?? []),
  ...select.having,
  ...select.qualify,
  ...select.orderBy.map((k) => k.sql),
];

/** The names, in lower case, of lambda parameters and other identifiers that hide columns inside expressions. */
function scopedNamesIn(values: readonly Sql[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const value of values)
    anyNode(value, (s) => {
      if (s.kind === "name") names.add(s.name.toLowerCase());
      for (const name of scopedNamesOf(s) ?? []) names.add(name);
      return false;
    });
  return names;
}

/** True if an unqualified column would be resolved as a lambda parameter. */
function hasShadowedColumn(values: readonly Sql[]): boolean {
  const names = scopedNamesIn(values);
  if (names.size === 0) return false;
  return values.some((value) => anyNode(value, (s) => s.kind === "column" && names.has(s.name.toLowerCase())));
}
