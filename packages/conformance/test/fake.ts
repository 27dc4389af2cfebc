// A backend with programmed results, for the tests of the case runner.
import type { ConformanceBackend } from "@avocet/conformance";
import type { CompileOptions, RunOptions } from "@avocet/core";
import type { Batch } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";

export interface FakeOptions {
  /** Returns the rows of a statement, or throws. */
  rowsOf(relation: ir.Relation, options: RunOptions): readonly Readonly<Record<string, unknown>>[];
  compile?(relation: ir.Relation, options?: CompileOptions): string;
}
const unsupported = (): never => {
  throw new TypeError("Internal error: the fake backend does not support this method.");
};

export function fake({ rowsOf, compile = () => "SELECT" }: FakeOptions): ConformanceBackend & { closed: boolean } {
  const backend = {
    dialect: "fake",
    closed: false,
    compile: (relation: ir.Relation, options?: CompileOptions) => ({
      sql: compile(relation, options),
      params: [],
      schema: relation.schema,
    }),
    async *read(relation: ir.Relation, options: RunOptions = {}): AsyncGenerator<Batch> {
      const rows = rowsOf(relation, options);
      const columns = [...relation.schema.keys()].map((name) => rows.map((row) => row[name]));
      yield { rowCount: rows.length, columns };
    },
    async execute(table: { readonly relation: ir.Relation }, options: RunOptions = {}) {
      return rowsOf(table.relation, options).map((row) => ({ ...row }));
    },
    explain: unsupported,
    tables: unsupported,
    table: unsupported,
    createTable: unsupported,
    createView: unsupported,
    dropTable: unsupported,
    dropView: unsupported,
    insert: unsupported,
    merge: unsupported,
    delete: unsupported,
    update: unsupported,
    truncate: unsupported,
    renameTable: unsupported,
    transaction: unsupported,
    async close() {
      backend.closed = true;
    },
  };
  return backend;
}
