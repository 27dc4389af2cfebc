// The public names of a package, found in its sources: what its index exports, with the base classes of exported classes.
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { parseAst } from "vitest/node";

type Program = ReturnType<typeof parseAst>;
type Statement = Program["body"][number];
type Declaration = NonNullable<Extract<Statement, { type: "ExportNamedDeclaration" }>["declaration"]>;
type Class = Extract<Declaration, { superClass: unknown }>;
type Position = { readonly start: number };

export interface PublicName {
  /** `name`, or `Class.method`. */
  readonly name: string;
  /** The file and line, for messages. */
  readonly place: string;
  /** Calls have examples; everything has a docstring. */
  readonly kind: "call" | "value" | "type";
  /** The text of its docstring, of all overloads; empty without one. */
  readonly doc: string;
}
interface Module {
  readonly file: string;
  readonly text: string;
  readonly body: readonly Statement[];
}

const modules = new Map<string, Module>();
function moduleAt(file: string): Module {
  let found = modules.get(file);
  if (!found) {
    const text = readFileSync(file, "utf8");
    found = { file, text, body: parseAst(text, { lang: "ts" }).body };
    modules.set(file, found);
  }
  return found;
}
const moduleOf = (from: Module, specifier: string): Module =>
  moduleAt(join(dirname(from.file), specifier.replace(/\.js$/, ".ts")));

/** The comment that ends right before a place of the text. */
function docBefore(text: string, place: number): string {
  const before = text.slice(0, place).trimEnd();
  if (!before.endsWith("*/")) return "";
  const start = before.lastIndexOf("/*");
  return before.startsWith("/**", start)
    ? before
        .slice(start + 3, -2)
        .replace(/^\s*\* ?/gm, "")
        .trim()
    : "";
}

class Collector {
  readonly names = new Map<string, PublicName>();
  private readonly root: string;
  constructor(root: string) {
    this.root = root;
  }

  private add({ file, text }: Module, { start }: Position, kind: PublicName["kind"], name: string): void {
    const doc = docBefore(text, start);
    if (doc.includes("@internal")) return;
    const line = text.slice(0, start).split("\n").length;
    const place = `${relative(this.root, file)}:${line}`;
    const key = `${relative(this.root, file)} ${name}`;
    const known = this.names.get(key);
    // The implementation of overloads, and a type of a constant's name, have no docstring of their own.
    const joined = known?.doc.includes(doc) ? known.doc : [known?.doc, doc].filter(Boolean).join("\n");
    this.names.set(key, { name, place: known?.place ?? place, kind: known?.kind ?? kind, doc: joined });
  }

  /** What a module exports: all of it, or the names. */
  exportsOf(module: Module, wanted?: ReadonlySet<string>): void {
    for (const statement of module.body) {
      if (statement.type === "ExportAllDeclaration" && !statement.exported)
        this.exportsOf(moduleOf(module, statement.source.value), wanted);
      if (statement.type !== "ExportNamedDeclaration") continue;
      if (statement.source) {
        const names = statement.specifiers.map(({ local }) => ("name" in local ? local.name : local.value));
        const inner = wanted ? names.filter((name) => wanted.has(name)) : names;
        if (inner.length > 0) this.exportsOf(moduleOf(module, statement.source.value), new Set(inner));
      } else if (statement.declaration) this.declared(module, statement, statement.declaration, wanted);
      else this.local(module, new Set(statement.specifiers.map(({ local }) => ("name" in local ? local.name : ""))));
    }
  }
  /** Names that are declared first and exported later. */
  private local(module: Module, names: ReadonlySet<string>): void {
    for (const statement of module.body)
      if (statement.type.endsWith("Declaration") && "id" in statement)
        this.declared(module, statement, statement as Declaration, names); // a declaration with a name
  }

  private declared(module: Module, at: Position, node: Declaration, wanted?: ReadonlySet<string>): void {
    const known = (name: string | undefined): name is string => name !== undefined && (wanted?.has(name) ?? true);
    switch (node.type) {
      case "VariableDeclaration":
        for (const { id, init } of node.declarations) {
          if (id.type !== "Identifier" || !known(id.name)) continue;
          this.add(module, at, init?.type === "ArrowFunctionExpression" ? "call" : "value", id.name);
          if (init?.type === "ObjectExpression") this.members(module, id.name, init);
        }
        return;
      case "TSInterfaceDeclaration":
      case "TSTypeAliasDeclaration":
        if (known(node.id.name)) this.add(module, at, "type", node.id.name);
        return;
      case "FunctionDeclaration":
      case "TSDeclareFunction":
        if (known(node.id?.name)) this.add(module, at, "call", node.id.name);
        return;
      case "ClassDeclaration":
        if (known(node.id?.name)) this.classOf(module, at, node, node.id.name);
    }
  }
  /** The functions of an object that is a namespace. */
  private members(
    module: Module,
    owner: string,
    { properties }: { readonly properties: readonly { readonly type: string; readonly start: number }[] },
  ): void {
    for (const property of properties) {
      if (property.type !== "Property" || !("key" in property) || !("value" in property)) continue;
      const [key, value] = [property.key, property.value] as { type: string; name?: string }[]; // as ESTree says
      if (!key?.name || !value) continue;
      if ("shorthand" in property && property.shorthand) this.imported(module, key.name);
      else if (/Function/.test(value.type)) this.add(module, property, "call", `${owner}.${key.name}`);
    }
  }
  /** A name of another module that this one makes public. */
  private imported(module: Module, name: string): void {
    for (const statement of module.body)
      if (
        statement.type === "ImportDeclaration" &&
        statement.source.value.startsWith(".") &&
        statement.specifiers.some(({ local }) => local.name === name)
      )
        this.exportsOf(moduleOf(module, statement.source.value), new Set([name]));
  }
  private classOf(module: Module, at: Position, node: Class, name: string): void {
    this.add(module, at, "value", name);
    if (node.superClass?.type === "Identifier") this.imported(module, node.superClass.name);
    for (const member of node.body.body) {
      if (member.type !== "MethodDefinition" || member.key.type !== "Identifier" || member.computed) continue;
      if (member.kind === "constructor" || member.accessibility) continue;
      this.add(module, member, member.kind === "method" ? "call" : "value", `${name}.${member.key.name}`);
    }
  }
}

/** The public names of a package by its root folder. */
export function publicNames(root: string, index = "src/index.ts"): readonly PublicName[] {
  const found = new Collector(root);
  found.exportsOf(moduleAt(join(root, index)));
  return [...found.names.values()];
}

/** The examples of a docstring: an expression each, with the value that it is said to have. */
export function examplesOf({ doc }: PublicName): { readonly code: string; readonly expected: string | undefined }[] {
  return [...doc.matchAll(/^@example (.+)$/gm)].map(([, line = ""]) => {
    const [code = "", expected] = line.split(/ \/\/ (?=[^/]*$)/);
    return { code, expected };
  });
}

/** The texts that a type is a union of. */
export function stringsOfType(file: string, name: string): readonly string[] {
  for (const statement of moduleAt(file).body) {
    const type = statement.type === "ExportNamedDeclaration" ? statement.declaration : null;
    if (type?.type !== "TSTypeAliasDeclaration" || type.id.name !== name) continue;
    const members = type.typeAnnotation.type === "TSUnionType" ? type.typeAnnotation.types : [];
    return members.flatMap((member) =>
      member.type === "TSLiteralType" && member.literal.type === "Literal" ? [String(member.literal.value)] : [],
    );
  }
  return [];
}
