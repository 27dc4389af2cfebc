// Which operation each engine has, from the dialects and the cases of the conformance suite; nothing is run.
import type { Case } from "@avocet/conformance";
import { groups } from "@avocet/conformance";
import * as ir from "@avocet/core/ir";
import type { Dialect } from "@avocet/sql-dialects";
import { AvocetError } from "avocet";
import { isNative } from "./native.js";

export type Support =
  | { readonly is: "native" | "expressed" }
  | { readonly is: "partly" | "unsupported"; readonly why: readonly string[] };
export type Matrix = ReadonlyMap<string, ReadonlyMap<string, Support>>;

/** The support of each operation, by its name and the dialect's. */
export function supportMatrix(dialects: readonly Dialect[]): Matrix {
  const examples = new Map<string, ir.Op>();
  for (const given of groups.flatMap((group) => group.cases))
    for (const node of opsOf(given)) if (!examples.has(node.op)) examples.set(node.op, node);
  const refusals = new Map(dialects.map((dialect) => [dialect.name, refusalsOf(dialect)]));
  const names = Object.keys(ir.operations).filter((name) => !name.endsWith("Udf"));
  return new Map(
    names.map((name) => [
      name,
      new Map(
        dialects.map((dialect) => [
          dialect.name,
          support(name, dialect, examples.get(name), refusals.get(dialect.name)),
        ]),
      ),
    ]),
  );
}

function support(
  name: string,
  dialect: Dialect,
  example: ir.Op | undefined,
  refusals: ReadonlyMap<string, ReadonlySet<string>> | undefined,
): Support {
  const rules: Readonly<Record<string, unknown>> = dialect.rules;
  const rule = rules[name];
  if (typeof rule === "object" && rule !== null && "unsupported" in rule)
    return { is: "unsupported", why: [String(rule.unsupported)] };
  const why = [...(refusals?.get(name) ?? [])];
  if (why.length > 0) return { is: "partly", why };
  return { is: example && nativeOrRefused(example, dialect) ? "native" : "expressed" };
}
const nativeOrRefused = (example: ir.Op, dialect: Dialect): boolean => {
  try {
    return isNative(example, dialect);
  } catch (error) {
    if (error instanceof AvocetError) return false;
    throw error;
  }
};

const REFUSAL = /^(\w+) cannot be compiled for \w+: ([^\n]*)/;
/** Why a dialect refuses operations with some of the arguments that the cases give them. */
function refusalsOf(dialect: Dialect): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const given of groups.flatMap((group) => group.cases)) {
    if (given.kind === "scenario") continue;
    try {
      dialect.compile(given.table.relation);
    } catch (error) {
      if (!(error instanceof AvocetError)) throw error;
      const [, name, why] = REFUSAL.exec(error.message) ?? [];
      if (name !== undefined && why !== undefined) found.set(name, (found.get(name) ?? new Set()).add(why));
    }
  }
  return found;
}

function opsOf(given: Case): readonly ir.Op[] {
  if (given.kind === "scenario") return [];
  const values = ir.reachableRelations(given.table.relation).flatMap((relation) => ir.valuesOf(relation));
  return ir.postorder(values).filter((node) => node.type === "op");
}
