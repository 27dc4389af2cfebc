// Which operations each engine supports, from the dialects and the conformance cases; nothing is executed.
import type { Case } from "@avocet/conformance";
import { groups } from "@avocet/conformance";
import * as ir from "@avocet/core/ir";
import type { Dialect } from "@avocet/sql-dialects";
import { AvocetError } from "avocet";
import { isNative } from "./native.js";

/** How well an engine supports an operation. */
export type Support =
  | { readonly level: "native" | "expressed" }
  | { readonly level: "partly" | "unsupported"; readonly reasons: readonly string[] };
export type Matrix = ReadonlyMap<string, ReadonlyMap<string, Support>>;

/** Returns the support of each operation, by operation name and dialect name. */
export function supportMatrix(dialects: readonly Dialect[]): Matrix {
  const examples = new Map<string, ir.Op>();
  for (const testCase of groups.flatMap((group) => group.cases))
    for (const node of opsOf(testCase)) if (!examples.has(node.op)) examples.set(node.op, node);
  const refusals = new Map(dialects.map((dialect) => [dialect.name, refusalsOf(dialect)]));
  const names = Object.keys(ir.operations).filter((name) => !name.endsWith("Udf"));
  return new Map(
    names.map((name) => [
      name,
      new Map(
        dialects.map((dialect) => [
          dialect.name,
          supportOf(name, dialect, examples.get(name), refusals.get(dialect.name)),
        ]),
      ),
    ]),
  );
}

function supportOf(
  name: string,
  dialect: Dialect,
  example: ir.Op | undefined,
  refusals: ReadonlyMap<string, ReadonlySet<string>> | undefined,
): Support {
  const rules: Readonly<Record<string, unknown>> = dialect.rules;
  const rule = rules[name];
  if (typeof rule === "object" && rule !== null && "unsupported" in rule)
    return { level: "unsupported", reasons: [String(rule.unsupported)] };
  const reasons = [...(refusals?.get(name) ?? [])];
  if (reasons.length > 0) return { level: "partly", reasons };
  return { level: example && isNativeIfCompiled(example, dialect) ? "native" : "expressed" };
}
const isNativeIfCompiled = (example: ir.Op, dialect: Dialect): boolean => {
  try {
    return isNative(example, dialect);
  } catch (error) {
    if (error instanceof AvocetError) return false;
    throw error;
  }
};

const REFUSAL = /^(\w+) cannot be compiled for \w+: ([^\n]*)/;
/** Returns why a dialect refuses operations with some of the arguments in the cases, by operation name. */
function refusalsOf(dialect: Dialect): ReadonlyMap<string, ReadonlySet<string>> {
  const refusals = new Map<string, Set<string>>();
  for (const testCase of groups.flatMap((group) => group.cases)) {
    if (testCase.kind === "scenario") continue;
    try {
      dialect.compile(testCase.table.relation);
    } catch (error) {
      if (!(error instanceof AvocetError)) throw error;
      const [, name, reason] = REFUSAL.exec(error.message) ?? [];
      if (name !== undefined && reason !== undefined) refusals.set(name, (refusals.get(name) ?? new Set()).add(reason));
    }
  }
  return refusals;
}

function opsOf(testCase: Case): readonly ir.Op[] {
  if (testCase.kind === "scenario") return [];
  const values = ir.reachableRelations(testCase.table.relation).flatMap((relation) => ir.valuesOf(relation));
  return ir.postorder(values).filter((node) => node.type === "op");
}
