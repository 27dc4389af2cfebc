import type { CompileOptions, ir as IR } from "@avocet/core";
import { AvocetError, ir } from "@avocet/core";

/** What the name of a column of a table cannot hold, even where names are flexible. */
const FORBIDDEN = /[!"$()*,./;?@[\]^`{}~\\]/;
const folded = (name: string): string => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** Refuses names that BigQuery would take for others, or that columns of its results and tables cannot have. */
export function check(relation: IR.Relation, options: CompileOptions): void {
  const schemas = new Set(ir.relationsBelow(relation).map((r) => r.schema));
  for (const schema of schemas) differing(schema.keys());
  if (options.wire) return;
  for (const name of relation.schema.keys())
    if (FORBIDDEN.test(name))
      throw new AvocetError("invalid-argument", `a column in BigQuery cannot have the name ${JSON.stringify(name)}`, {
        hint: "Give it another with rename: letters, digits and underscores always do.",
      });
}
function differing(names: Iterable<string>): void {
  const known = new Map<string, string>();
  for (const name of names) {
    const other = known.get(folded(name));
    if (other !== undefined)
      throw new AvocetError(
        "unsupported-operation",
        `BigQuery cannot tell the columns ${other} and ${name} from each other`,
        {
          hint: "Names there differ in more than upper and lower case: give one of them another with rename.",
        },
      );
    known.set(folded(name), name);
  }
}
