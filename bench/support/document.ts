import type { Dialect } from "@avocet/sql-dialects";
import type { Matrix, Support } from "./matrix.js";
import { supportMatrix } from "./matrix.js";
import { operationDocs } from "./operation-docs.js";

const WORDS: Readonly<Record<Support["is"], string>> = {
  native: "native",
  expressed: "expressed",
  partly: "partly",
  unsupported: "no",
};
const works = ({ is }: Support): boolean => is !== "unsupported";

/** docs/reference/support.md */
export function supportDocument(dialects: readonly Dialect[]): string {
  const matrix = supportMatrix(dialects);
  const names = dialects.map(({ name }) => name);
  const notes: string[] = [];
  const rows = [...matrix].map(([operation, engines]) => {
    const cells = names.map((name) => cell(engines.get(name), `${operation} on ${name}`, notes));
    return `| ${operation} | ${doc(operation)} | ${cells.join(" | ")} |`;
  });
  return `# What each engine can do

Made by \`npm run support\` from the dialects and the cases of the conformance suite.

*native*: one call or operator of the engine, casts aside; *expressed*: made of several; *partly*: not with all arguments, and *no*: not at
all, for the reasons below. What cannot be done is refused when the expression is compiled, never answered otherwise.

${summary(matrix, names)}

| operation | | ${names.join(" | ")} |
|---|---|${names.map(() => "---|").join("")}
${rows.join("\n")}

## Reasons

${notes.map((note, i) => `${i + 1}. ${note}`).join("\n")}
`;
}

function summary(matrix: Matrix, names: readonly string[]): string {
  const share = (count: number): string => `${count} of ${matrix.size} (${((100 * count) / matrix.size).toFixed(1)} %)`;
  const on = (test: (engines: ReadonlyMap<string, Support>) => boolean): number =>
    [...matrix.values()].filter(test).length;
  const has = (engines: ReadonlyMap<string, Support>, name: string): boolean => {
    const support = engines.get(name);
    return support !== undefined && works(support);
  };
  const each = names.map((name) => `| ${name} | ${share(on((engines) => has(engines, name)))} |`);
  const all = `| all | ${share(on((engines) => names.every((name) => has(engines, name))))} |`;
  return ["| engine | operations |", "|---|---|", ...each, all].join("\n");
}

function cell(support: Support | undefined, what: string, notes: string[]): string {
  if (!support) return "";
  if (!("why" in support)) return WORDS[support.is];
  const places = support.why.map((why) => {
    const note = `${what}: ${why}`.replaceAll("|", "\\|");
    notes.push(note);
    return notes.length;
  });
  return `${WORDS[support.is]} (${places.join(", ")})`;
}
const docs = operationDocs();
function doc(operation: string): string {
  const text = docs.get(operation);
  if (text === undefined) throw new Error(`The operation ${operation} has no docstring in packages/core/src/ir/ops.`);
  return text.replaceAll("|", "|");
}
