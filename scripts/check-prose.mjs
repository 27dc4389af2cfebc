// Fails if comments, messages or documentation use a word that the glossary replaces (docs/internals/glossary.md, "Words we do not use"),
// or if a comment line is wider than 120 columns.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import ts from "typescript-6";

const MAX_COLUMNS = 120;
/** A link cannot be wrapped, so it may be longer. */
const LINK = /https?:\S+/;

/** What the glossary replaces, each with its replacement. */
const REPLACED = [
  [/\bgives\b|\bgive back\b/, "returns, produces"],
  [/\bgiven back\b/, "returned"],
  [/\b(made )?(anew|afresh)\b/, "again, or the prefix re-"],
  [/\bwork(s|ed)? out\b/, "computes, evaluates"],
  [/\btold of\b/, "notified of, called with"],
  [/\bhangs? on\b/, "depends on"],
  [/\bbeside\b/, "next to, with, in addition to"],
  [/\bapart\b/, "separate, separately"],
  [/\bunless (told|said)\b/, "by default"],
  [/\bof (its|their|his|her) own\b/, "dedicated, custom, separate"],
  [/\bkeys? of groups\b/, "grouping key"],
  [/\breductions?\b/, "aggregate"],
  [/\btotals over\b/, "subtotal, grand total"],
  [/(?<!(a|one) )\bpass(es|ed)? over\b/, "skip"],
  [/\b(left|leaves?|leaving) out\b/, "omit, skip"],
  [/\bwhat (becomes|became) of\b/, "how … is handled, options for"],
  [/\bhostile\b/, "untrusted"],
  [/\bfar values?\b/, "out-of-range values"],
  [/\bengine's words\b/, "engine error message"],
  [/\bstor(y|ies)\b/, "scenario"],
  [/\b(stamps|clocks|spans) (of|are|is)\b/, "timestamps, times, intervals"],
];

const root = resolve(import.meta.dirname, "..");
const filesUnder = (folder, ending) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => ending.test(file) && !/(^|\/)(node_modules|dist|\.cache|api)\//.test(`${file}`))
    .map((file) => join(root, folder, file));

/** The comments and the sentences of a source file: [start, text]. */
function proseOf(text) {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, text);
  const prose = [];
  const braces = [];
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    if (token === ts.SyntaxKind.OpenBraceToken) braces.push("{");
    if (token === ts.SyntaxKind.TemplateHead) braces.push("${");
    if (token === ts.SyntaxKind.CloseBraceToken && braces.pop() === "${") {
      token = scanner.reScanTemplateToken(false);
      if (token === ts.SyntaxKind.TemplateMiddle) braces.push("${");
    }
    const isComment = token === ts.SyntaxKind.SingleLineCommentTrivia || token === ts.SyntaxKind.MultiLineCommentTrivia;
    const isSentence =
      (token === ts.SyntaxKind.StringLiteral ||
        token === ts.SyntaxKind.NoSubstitutionTemplateLiteral ||
        (token >= ts.SyntaxKind.TemplateHead && token <= ts.SyntaxKind.TemplateTail)) &&
      / \w+ /.test(scanner.getTokenText());
    if (isComment || isSentence)
      prose.push({ start: scanner.getTokenStart(), text: scanner.getTokenText(), isComment });
  }
  return prose;
}

const findings = [];
function checkWords(file, text, firstLine) {
  for (const [i, line] of text.split("\n").entries())
    for (const [pattern, replacement] of REPLACED) {
      const match = new RegExp(pattern, "i").exec(line.replace(/`[^`]*`|https?:\S+/g, ""));
      if (match) findings.push(`${relative(root, file)}:${firstLine + i} "${match[0]}": write ${replacement}`);
    }
}

const lineAt = (text, position) => text.slice(0, position).split("\n").length;
for (const file of ["packages", "bench", "engines", "examples"].flatMap((folder) =>
  filesUnder(folder, /\.(ts|mjs)$/),
)) {
  const text = readFileSync(file, "utf8");
  const lines = text.split("\n");
  for (const { start, text: prose, isComment } of proseOf(text)) {
    const first = lineAt(text, start);
    checkWords(file, prose, first);
    if (!isComment) continue;
    for (let line = first; line < first + prose.split("\n").length; line++)
      if ((lines[line - 1]?.replace(LINK, "").length ?? 0) > MAX_COLUMNS)
        findings.push(`${relative(root, file)}:${line} comment line wider than ${MAX_COLUMNS} columns`);
  }
}
const documents = [...filesUnder("docs", /\.md$/), ...filesUnder("packages", /README\.md$/), join(root, "README.md")];
for (const file of documents)
  if (!file.endsWith("glossary.md"))
    checkWords(
      file,
      readFileSync(file, "utf8").replace(/^```.*?^```/gms, (code) => code.replace(/[^\n]/g, "")),
      1,
    );

for (const finding of new Set(findings)) console.log(finding);
if (findings.length > 0) {
  console.error(`${findings.length} findings: docs/internals/glossary.md has the words.`);
  process.exitCode = 1;
}
