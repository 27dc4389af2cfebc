// A backend that says what it is told to say, for the tests of what runs the cases.
import type { ConformanceBackend } from "@avocet/conformance";
import type { Batch, CompileOptions, ir, RunOptions } from "@avocet/core";

export interface Told {
  /** What each statement gives, or throws. */
  answer(relation: ir.Relation, options: RunOptions): readonly Readonly<Record<string, unknown>>[];
  compile?(relation: ir.Relation, options?: CompileOptions): string;
}
const none = (): never => {
  throw new TypeError("the fake does not do this");
};

export function fake({ answer, compile = () => "SELECT" }: Told): ConformanceBackend & { closed: boolean } {
  const backend = {
    dialect: "fake",
    closed: false,
    compile: (relation: ir.Relation, options?: CompileOptions) => ({
      sql: compile(relation, options),
      params: [],
      schema: relation.schema,
    }),
    async *read(relation: ir.Relation, options: RunOptions = {}): AsyncGenerator<Batch> {
      const rows = answer(relation, options);
      const columns = [...relation.schema.keys()].map((name) => rows.map((row) => row[name]));
      yield { rowCount: rows.length, columns };
    },
    async execute(table: { readonly relation: ir.Relation }, options: RunOptions = {}) {
      return answer(table.relation, options).map((row) => ({ ...row }));
    },
    explain: none,
    tables: none,
    table: none,
    createTable: none,
    createView: none,
    dropTable: none,
    dropView: none,
    insert: none,
    merge: none,
    delete: none,
    update: none,
    truncate: none,
    renameTable: none,
    transaction: none,
    async close() {
      backend.closed = true;
    },
  };
  return backend;
}
