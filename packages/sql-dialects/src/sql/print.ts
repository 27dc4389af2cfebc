import type { BoundParam, CompileOptions } from "@avocet/core";
import { printDType } from "@avocet/core";
import type { Dialect } from "../dialect.js";
import { clipped } from "../lower/names.js";
import type { Source, Sql } from "./expr.js";
import { hasAggregate, levelOf, namesMarkedOn, Precedence, some } from "./expr.js";
import { foreignSources, sourcesOfInner } from "./foreign.js";
import type { Cte, FromItem, FunctionRef, JoinItem, Query, RawQuery, Select, SortSql, Statement } from "./query.js";

const WIDTH = 100;
/** The largest LIMIT that engines take. */
const MOST_ROWS = "9223372036854775807";

/** Prints a statement: its text, and the parameters in the order of their places. */
export function printStatement(statement: Statement, dialect: Dialect, options: CompileOptions = {}) {
  const printer = new Printer(dialect, options.literals === "bind", statement.columnNames);
  const ctes = statement.ctes.map((cte) => printer.cte(cte));
  const recursive = statement.ctes.some((cte) => cte.recursive) ? "RECURSIVE " : "";
  const head = ctes.length ? `WITH ${recursive}${ctes.join(",\n")}\n` : "";
  return { sql: printer.restored(head + printer.query(statement.query, false)), params: printer.params };
}

/** Prints the change of a table's rows that a SELECT of one table picks: their removal, or new values for the columns that it selects. */
export function printChange(
  select: Select,
  how: "delete" | "update",
  names: ReadonlySet<string>,
  dialect: Dialect,
  options: CompileOptions = {},
) {
  const printer = new Printer(dialect, options.literals === "bind", names);
  return { sql: printer.restored(printer.change(select, how)), params: printer.params };
}

class Printer {
  readonly params: BoundParam[] = [];
  /** Texts with line ends of their own, kept out of the indenting; U+0000, which no SQL text holds, stands around their numbers. */
  private readonly kept: string[] = [];
  private readonly dialect: Dialect;
  private readonly bind: boolean;
  private readonly places = new Map<string, number>();
  /** Whether columns print with the alias of their source, in the SELECT that is being printed. */
  private qualified = false;
  private readonly aliases = new Map<Source, string>();
  /** The aliases of this SELECT and of those around it. */
  private taken: ReadonlySet<string> = new Set();

  private readonly columnNames: ReadonlySet<string>;

  constructor(dialect: Dialect, bind: boolean, columnNames: ReadonlySet<string>) {
    this.dialect = dialect;
    this.bind = bind;
    this.columnNames = columnNames;
  }

  private keep(text: string): string {
    if (!text.includes("\n")) return text;
    this.kept.push(text);
    return `\0${this.kept.length - 1}\0`;
  }
  restored(sql: string): string {
    return sql.replaceAll(/\0(\d+)\0/g, (_, i) => this.kept[Number(i)] ?? "");
  }

  cte(cte: Cte): string {
    const columns =
      cte.columns && this.dialect.features.cteColumns !== false
        ? `(${cte.columns.map((c) => this.quote(c)).join(", ")})`
        : "";
    return `${this.quote(cte.name)}${columns} AS (\n${indent(this.query(cte.query, false))}\n)`;
  }

  // Queries nest only as deep as a person nests subqueries; everything else is lifted into common table expressions.
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
        const word = `\n${query.how}${query.all ? " ALL" : distinct}\n`;
        return query.operands.map((o) => this.operandOfSet(o, correlated)).join(word);
      }
      case "select":
        return this.select(query, correlated);
    }
  }
  private operandOfSet(query: Query, correlated: boolean): string {
    const bare = query.kind === "select" && query.orderBy.length === 0 && query.limit === null && query.offset === 0;
    const text = this.query(query, correlated);
    if (bare) return text;
    const head = this.dialect.features.setParentheses === false ? "SELECT * FROM " : "";
    return `${head}(\n${indent(text)}\n)`;
  }

  /** Text of the user's own, on lines of its own: a comment at its end hides nothing. */
  private raw({ text, named = [] }: RawQuery): string {
    if (named.length === 0) return this.keep(text);
    const ctes = named.map(([name, query]) => this.cte({ name, query }));
    return `WITH ${ctes.join(",\n")}\nSELECT * FROM (\n${this.keep(text)}\n)`;
  }

  private select(select: Select, correlated: boolean): string {
    const outer = { qualified: this.qualified, taken: this.taken };
    this.qualified = correlated || needsAliases(select);
    this.taken = this.nameSources(select);
    const clauses = [
      `SELECT${select.distinct ? " DISTINCT" : ""}${select.asStruct ? " AS STRUCT" : ""}${this.items(select)}`,
    ];
    if (select.from) {
      clauses.push(`FROM ${this.from(select.from)}`);
      for (const join of select.joins) clauses.push(this.join(join));
    }
    if (select.where.length) clauses.push(`WHERE ${this.conjunction(select.where)}`);
    else if (this.needsWhere(select)) clauses.push("WHERE TRUE");
    const one = isOneGroup(select);
    if (select.groupBy) clauses.push(...this.groupBy(select, one));
    const having = one && this.dialect.features.groupsWithoutAggregates === false ? [COUNTED] : [];
    if (having.length + select.having.length) clauses.push(`HAVING ${this.conjunction([...having, ...select.having])}`);
    if (select.qualify.length) clauses.push(`QUALIFY ${this.conjunction(select.qualify)}`);
    if (select.orderBy.length) clauses.push(`ORDER BY ${this.sort(select.orderBy, select)}`);
    if (select.limit !== null) clauses.push(`LIMIT ${select.limit}`);
    else if (select.offset > 0 && this.dialect.features.offsetNeedsLimit) clauses.push(`LIMIT ${MOST_ROWS}`);
    if (select.offset > 0 || select.optimizationFence) clauses.push(`OFFSET ${select.offset}`);
    this.qualified = outer.qualified;
    this.taken = outer.taken;
    return clauses.join("\n");
  }
  private needsWhere(select: Select): boolean {
    const bare = select.groupBy === null && select.having.length === 0;
    return select.qualify.length > 0 && bare && (this.dialect.features.qualifyNeedsWhere ?? false);
  }
  /** Always with WHERE, which BigQuery asks for. */
  change(select: Select, how: "delete" | "update"): string {
    this.taken = this.nameSources(select);
    this.qualified = needsAliases({ ...select, items: [] });
    const target = select.from ? this.from(select.from) : "";
    const where = `WHERE ${this.conjunction(select.where)}`;
    if (how === "delete") return `DELETE FROM ${target}\n${where}`;
    const set = select.items.map(([name, value]) => `${this.quote(name)} = ${this.expr(value)}`);
    return `UPDATE ${target}\nSET\n${indent(set.join(",\n"))}\n${where}`;
  }
  /** Names the sources of a SELECT apart from each other and from those of the queries around it. */
  private nameSources(select: Select): ReadonlySet<string> {
    const values = expressionsOf(select);
    const taken = new Set([...this.taken, ...bareNames(values)]);
    const inner = sourcesOfInner(select, values);
    for (const source of sourcesOf(select)) {
      let alias = source.name;
      const hides = !source.bare && this.dialect.features.aliasHidesColumns === true;
      const hidden = (name: string): boolean => (inner.has(source) || hides) && this.columnNames.has(name);
      for (let i = 2; taken.has(alias.toLowerCase()) || hidden(alias.toLowerCase()); i++)
        alias = `${this.shortened(source.name)}_${i}`;
      taken.add(alias.toLowerCase());
      this.aliases.set(source, alias);
    }
    return taken;
  }
  /** As much of a name as leaves room for a number. */
  private shortened(name: string): string {
    const most = this.dialect.maxIdentifier;
    return most === null ? name : clipped(name, most - 5);
  }
  private alias(source: Source): string {
    return this.aliases.get(source) ?? source.name;
  }

  private items(select: Select): string {
    const items = select.items.map(([name, value]) => {
      const text = this.expr(value);
      const own = value.kind === "column" && (value.source.bare ? this.alias(value.source) : value.name);
      return own === name ? text : `${text} AS ${this.quote(name)}`;
    });
    if (items.length === 0) return " 1";
    const line = items.join(", ");
    return line.length <= WIDTH && !line.includes("\n") ? ` ${line}` : `\n${indent(items.join(",\n"))}`;
  }

  private groupBy(select: Select, one: boolean): string[] {
    const keys = select.groupBy ?? [];
    if (one) return this.dialect.features.emptyGroupBy === false ? [] : ["GROUP BY ()"];
    if (!select.sets)
      return keys.length > 0 ? [`GROUP BY ${keys.map((k) => this.groupKey(k, select)).join(", ")}`] : [];
    const sets = select.sets.map((set) => `(${set.map((i) => this.expr(keys[i] as Sql)).join(", ")})`); // places within the keys
    return [`GROUP BY GROUPING SETS (${sets.join(", ")})`];
  }

  /** A key, by the place of its column where the engine would not know again what is repeated. */
  private groupKey(key: Sql, select: Select): string {
    const place = select.items.findIndex(([, value]) => value === key);
    const byPlace = this.dialect.features.matchesGroupExpressions === false && key.kind === "text" && place >= 0;
    return byPlace ? String(place + 1) : this.expr(key);
  }
  private from(item: FromItem): string {
    const alias = this.alias(item.source);
    const suffix = item.suffix ? ` ${this.expr(item.suffix)}` : "";
    const named = ` AS ${this.quote(alias)}`;
    switch (item.item.kind) {
      case "table": {
        const path = item.item.path.map((part) => this.quote(part)).join(".");
        return path + (item.item.path.at(-1) === alias ? "" : named) + suffix;
      }
      case "cte":
        return this.quote(item.item.name) + (item.item.name === alias ? "" : named) + suffix;
      case "subquery": {
        const correlated = foreignSources(item.item.query).size > 0;
        const inner = item.item.query;
        const columns = inner.kind === "values" ? `(${inner.names.map((n) => this.quote(n)).join(", ")})` : "";
        return `(\n${indent(this.derived(inner, correlated))}\n)${named}${columns}${suffix}`;
      }
      case "function":
        return `${this.expr(item.item.sql)}${named}${this.columnList(item.item.columns)}${this.offset(item.item)}${suffix}`;
    }
  }
  private offset({ offset }: FunctionRef): string {
    return offset ? ` WITH OFFSET AS ${this.quote(this.alias(offset))}` : "";
  }
  private columnList(columns: readonly string[] | null): string {
    return columns ? `(${columns.map((c) => this.quote(c)).join(", ")})` : "";
  }
  /** A query in FROM sees the aliases around it only where it is correlated. */
  private derived(query: Query, correlated: boolean): string {
    const { taken } = this;
    if (!correlated) this.taken = new Set();
    const text = this.query(query, correlated);
    this.taken = taken;
    return text;
  }
  private join(join: JoinItem): string {
    const on = join.on === null ? "" : ` ON ${this.conjunction(join.on)}`;
    const match = join.match ? ` MATCH_CONDITION (${this.expr(join.match)})` : "";
    return `${join.how} ${this.from(join.from)}${match}${on}`;
  }

  private conjunction(conditions: readonly Sql[]): string {
    if (conditions.length === 0) return "TRUE";
    const [only, second] = conditions;
    if (only && !second) return this.expr(only);
    return conditions.map((c) => this.operand(c, Precedence.and)).join("\n  AND ");
  }

  private sort(keys: readonly SortSql[], select: Select | null): string {
    return keys
      .map((key) => {
        const item = select?.items.find(([, value]) => value === key.sql);
        const text = item && key.sql.kind !== "column" ? this.quote(item[0]) : this.expr(key.sql);
        const how = `${key.descending ? " DESC" : " ASC"} NULLS ${key.nulls === "first" ? "FIRST" : "LAST"}`;
        return `${key.lead ? `${this.expr(key.lead)}${how}, ` : ""}${text}${how}`;
      })
      .join(", ");
  }

  private quote(identifier: string): string {
    return this.keep(this.dialect.quote(identifier));
  }
  private operand(sql: Sql, least: number): string {
    const text = this.expr(sql);
    return levelOf(sql) < least ? `(${text})` : text;
  }

  /** An expression on its own stack: chains of any length are no danger. */
  expr(root: Sql): string {
    const out: string[] = [];
    const stack: (Sql | string)[] = [root];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (typeof node === "string") out.push(node);
      else if (node.kind === "text") {
        for (let i = node.parts.length - 1; i >= 0; i--) {
          const part = node.parts[i];
          if (part === undefined) continue;
          if (typeof part === "string") stack.push(part);
          else if (levelOf(part.sql) < part.least) stack.push(")", part.sql, "(");
          else stack.push(part.sql);
        }
      } else out.push(this.leaf(node));
    }
    return out.join("");
  }
  private leaf(node: Exclude<Sql, { kind: "text" }>): string {
    switch (node.kind) {
      case "column":
        if (node.source.bare) return this.quote(this.alias(node.source));
        return (this.qualified ? `${this.quote(this.alias(node.source))}.` : "") + this.quote(node.name);
      case "name":
        return this.quote(node.name);
      case "literal":
        if (!this.bind || node.fixed || node.value === null || this.dialect.supportsBinding?.(node.dtype) === false)
          return this.keep(this.dialect.literal(node.value, node.dtype));
        return this.place(`${printDType(node.dtype)} ${JSON.stringify(node.value)}`, {
          name: null,
          value: node.value,
          dtype: node.dtype,
        });
      case "param":
        return this.place(`$${node.name}`, { name: node.name, value: undefined, dtype: node.dtype });
      case "query":
        return `(\n${indent(this.query(node.query, foreignSources(node.query).size > 0))}\n)`;
    }
  }
  /** Equal literals share one place, so that a grouped expression stays the same text. */
  private place(key: string, param: BoundParam): string {
    let place = this.places.get(key);
    if (place === undefined) {
      this.params.push(param);
      place = this.params.length;
      this.places.set(key, place);
    }
    return this.dialect.placeholder(place, param.dtype);
  }
}

const indent = (text: string): string => `  ${text.replaceAll("\n", "\n  ")}`;

/** Whether columns need their source's alias: several sources, columns of a query around, or a name that an output or a lambda hides. */
function needsAliases(select: Select): boolean {
  if (select.joins.length > 0) return true;
  const own = select.from?.source;
  const outputs = new Map(select.items);
  const clauses = [
    ...select.where,
    ...(select.groupBy ?? []),
    ...select.having,
    ...select.qualify,
    ...select.orderBy.map((k) => k.sql),
  ];
  const hidden = (column: { readonly source: Source; readonly name: string }): boolean => {
    const output = outputs.get(column.name);
    return output !== undefined && !(output.kind === "column" && output.name === column.name);
  };
  const risky = (sql: Sql): boolean =>
    some(sql, (s) => (s.kind === "query" ? foreignSources(s.query).size > 0 : s.kind === "column" && s.source !== own));
  if ([...outputs.values()].some(risky)) return true;
  if (parameterHides(expressionsOf(select))) return true;
  return clauses.some((c) => risky(c) || some(c, (s) => s.kind === "column" && hidden(s)));
}

/** Whether all rows are one group, which nothing but the SELECT's own word says. */
const isOneGroup = (select: Select): boolean =>
  select.groupBy?.length === 0 && !select.sets && !expressionsOf(select).some(hasAggregate);
/** True of any group, and itself an aggregate. */
const COUNTED: Sql = { kind: "text", parts: ["COUNT(*) >= 0"], level: Precedence.comparison };

/** All that a SELECT reads, by alias. */
const sourcesOf = (select: Select): readonly Source[] =>
  [...(select.from ? [select.from] : []), ...select.joins.map((j) => j.from)].flatMap(({ source, item }) =>
    item.kind === "function" && item.offset ? [source, item.offset] : [source],
  );

const expressionsOf = (select: Select): readonly Sql[] => [
  ...select.items.map(([, value]) => value),
  ...select.joins.flatMap((j) => [
    ...(j.match ? [j.match] : []),
    ...(j.on ?? []),
    ...(j.from.item.kind === "function" ? [j.from.item.sql] : []),
  ]),
  ...select.where,
  ...(select.groupBy ?? []),
  ...select.having,
  ...select.qualify,
  ...select.orderBy.map((k) => k.sql),
];

/** The names, in lower case, of the parameters of lambdas, and of what else hides columns inside of expressions. */
function bareNames(values: readonly Sql[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const value of values)
    some(value, (s) => {
      if (s.kind === "name") names.add(s.name.toLowerCase());
      for (const name of namesMarkedOn(s) ?? []) names.add(name);
      return false;
    });
  return names;
}

/** Whether a bare column would be read as the parameter of a lambda. */
function parameterHides(values: readonly Sql[]): boolean {
  const names = bareNames(values);
  if (names.size === 0) return false;
  return values.some((value) => some(value, (s) => s.kind === "column" && names.has(s.name.toLowerCase())));
}
