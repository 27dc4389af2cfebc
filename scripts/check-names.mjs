// Fails if more than 1 % of the names a package declares are vague: names that say nothing without their neighbors.
// The rule is in docs/internals/glossary.md, "Vague names". `--list` prints each vague name with its position.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import ts from "typescript-6";

const MAX_RATIO = 0.01;

/** Pronouns, participles and quantifiers. A declared name that consists of one of them is vague. */
const VAGUE_WORDS = new Set(
  `above after again all apart around asked before begun below beside both called done few found given gone held how
   inside kept known least less made many more most once one only other others own part parts picked piece pieces place
   places said some sought taken thing things told wanted way ways what when whole word words`.split(/\s+/),
);

/** The declarations whose names are counted. */
const isNamedDeclaration = (node) =>
  ts.isVariableDeclaration(node) ||
  ts.isParameter(node) ||
  ts.isBindingElement(node) ||
  ts.isFunctionLike(node) ||
  ts.isClassLike(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isTypeParameterDeclaration(node) ||
  ts.isPropertySignature(node) ||
  ts.isPropertyDeclaration(node) ||
  ts.isPropertyAssignment(node);

const isVague = (name) => VAGUE_WORDS.has(name.charAt(0).toLowerCase() + name.slice(1));

function declaredNames(file) {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const names = [];
  const visit = (node) => {
    if (isNamedDeclaration(node) && node.name && ts.isIdentifier(node.name)) {
      const { line } = source.getLineAndCharacterOfPosition(node.name.getStart(source));
      names.push({ name: node.name.text, file, line: line + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

const root = resolve(import.meta.dirname, "..");
const sourcesUnder = (folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !/(^|\/)(node_modules|dist|\.cache)\//.test(file))
    .map((file) => join(folder, file));

const packages = readdirSync(join(root, "packages")).map((name) => `packages/${name}/src`);
const folders = [...packages, "bench", "engines", "examples"];
const results = folders.map((folder) => {
  const names = sourcesUnder(join(root, folder)).flatMap(declaredNames);
  const vague = names.filter(({ name }) => isVague(name));
  return { folder, count: names.length, vague, ratio: vague.length / names.length };
});

for (const { folder, count, vague, ratio } of results) {
  const tooMany = ratio > MAX_RATIO;
  console.log(
    `${folder}: ${vague.length} of ${count} names are vague (${(ratio * 100).toFixed(2)} %)${tooMany ? " – too many" : ""}`,
  );
  if (tooMany || process.argv.includes("--list"))
    for (const { name, file, line } of vague) console.log(`  ${relative(root, file)}:${line} ${name}`);
}
if (results.some(({ ratio }) => ratio > MAX_RATIO)) {
  console.error(
    "Rename them by docs/internals/glossary.md, or `node scripts/check-names.mjs --list` to see all of them.",
  );
  process.exitCode = 1;
}
