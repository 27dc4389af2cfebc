import type { DType, Schema } from "./dtype/dtype.js";
import { isNumeric, isTemporal } from "./dtype/kinds.js";
import { AvocetError } from "./errors.js";
import type { Fields } from "./ir/relation.js";
import { suggestion } from "./suggest.js";

/** A rule that picks columns of whatever table it is used on. `K` is what it can pick, as far as the types know. */
export interface Selector<in S extends Schema = never, out K extends string = string> {
  readonly pick: (schema: Fields) => readonly string[];
  readonly takes?: (schema: S) => void;
  readonly gives?: K;
}
export const isSelector = (value: unknown): value is Selector =>
  typeof value === "object" && value !== null && "pick" in value && typeof value.pick === "function";

const byColumn = (test: (name: string, dtype: DType) => boolean): Selector<Schema> => ({
  pick: (schema) => [...schema].filter(([name, dtype]) => test(name, dtype)).map(([name]) => name),
});

/** Rules that pick columns: `t.select(s.numeric())`. */
export const s = {
  /** Every column. */
  all: (): Selector<Schema> => byColumn(() => true),
  /** No column. */
  none: (): Selector<Schema> => byColumn(() => false),
  /** Columns of numbers. */
  numeric: (): Selector<Schema> => byColumn((_, dtype) => isNumeric(dtype)),
  /** Columns of dates and times. */
  temporal: (): Selector<Schema> => byColumn((_, dtype) => isTemporal(dtype)),
  /** Columns of one dtype or kind. */
  ofType: (of: DType | DType["kind"]): Selector<Schema> =>
    byColumn((_, d) => d.kind === (typeof of === "string" ? of : of.kind)),
  /** Columns that the test is true of. */
  where: (test: (name: string, dtype: DType) => boolean): Selector<Schema> => byColumn(test),
  startsWith: (...starts: readonly string[]): Selector<Schema> => byColumn((n) => starts.some((x) => n.startsWith(x))),
  endsWith: (...ends: readonly string[]): Selector<Schema> => byColumn((n) => ends.some((x) => n.endsWith(x))),
  contains: (...parts: readonly string[]): Selector<Schema> => byColumn((n) => parts.some((x) => n.includes(x))),
  matches: (pattern: RegExp): Selector<Schema> =>
    byColumn((n) => new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, "")).test(n)),
  /** Columns by name, in the table's order; an unknown name is an error. */
  columns: (...names: readonly string[]): Selector<Schema> => ({
    pick(schema) {
      for (const name of names)
        if (!schema.has(name))
          throw new AvocetError("unknown-column", `there is no column \`${name}\``, {
            hint: suggestion(name, [...schema.keys()]),
          });
      return [...schema.keys()].filter((name) => names.includes(name));
    },
  }),
  /** Columns by place, from 0, negative from the end. */
  index: (...places: readonly number[]): Selector<Schema> => ({
    pick: (schema) => [...schema.keys()].filter((_, i) => places.includes(i) || places.includes(i - schema.size)),
  }),
  anyOf: (...of: readonly Selector<Schema>[]): Selector<Schema> =>
    combine(of, (hits, name) => hits.some((h) => h.includes(name))),
  allOf: (...of: readonly Selector<Schema>[]): Selector<Schema> =>
    combine(of, (hits, name) => hits.every((h) => h.includes(name))),
  /** Every column but those. */
  not: (of: Selector<Schema>): Selector<Schema> => combine([of], (hits, name) => !hits.some((h) => h.includes(name))),
};

function combine(
  of: readonly Selector<Schema>[],
  keep: (hits: readonly (readonly string[])[], name: string) => boolean,
): Selector<Schema> {
  return {
    pick(schema) {
      const hits = of.map((selector) => selector.pick(schema));
      return [...schema.keys()].filter((name) => keep(hits, name));
    },
  };
}
