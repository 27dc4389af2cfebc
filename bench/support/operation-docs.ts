import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript-6";

const FOLDER = join(import.meta.dirname, "../../packages/core/src/ir/ops");

/** Reads the docstring of each operation from its source, by operation name. */
export function operationDocs(): ReadonlyMap<string, string> {
  const docs = new Map<string, string>();
  for (const file of readdirSync(FOLDER)) {
    const source = ts.createSourceFile(file, readFileSync(join(FOLDER, file), "utf8"), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && /^[A-Z]/.test(node.name.text)) {
        const [doc] = ts.getJSDocCommentsAndTags(node);
        const text = doc && ts.isJSDoc(doc) ? ts.getTextOfJSDocComment(doc.comment) : undefined;
        if (text) docs.set(node.name.text, text.replace(/\s+/g, " "));
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return docs;
}
