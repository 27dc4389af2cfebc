// The public names of a package: what its index exports, including base classes of exported classes.
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { parseAst } from "vitest/node";

type Program = ReturnType<typeof parseAst>;
type Statement = Program["body"][number];
type Declaration = NonNullable<Extract<Statement, { type: "ExportNamedDeclaration" }>["declaration"]>;
type Class = Extract<Declaration, { superClass: unknown }>;
type Position = { readonly start: number };

/** An exported name, or a member of an exported class or namespace. */
export interface PublicName {
  /** `name`, or `Class.method`. */
  readonly name: string;
  /** The file and line, for messages. */
  readonly location: string;
  /** A call must have an example; every name must have a docstring. */
  readonly kind: "call" | "value" | "type";
  /** The docstrings of all overloads; empty if there are none. */
  readonly doc: string;
}
interface Module {
  readonly file: string;
  readonly text: string;
  readonly body: readonly Statement[];
}

const modules = new Map<string, Module>();
function moduleAt(file: string): Module {
  let module = modules.get(file);
  if (!module) {
    const text = readFileSync(file, "utf8");
    module = { file, text, body: parseAst(text, { lang: "ts" }).body };
    modules.set(file, module);
  }
  return module;
}
const moduleOf = (from: Module, specifier: string): Module =>
  moduleAt(join(dirname(from.file), specifier.replace(/\.js$/, ".ts")));

/** Returns the docstring that ends directly before a position. */
function docBefore(text: string, position: number): string {
  const preceding = text.slice(0, position).trimEnd();
  if (!preceding.endsWith("*/")) return "";
  const start = preceding.lastIndexOf("/*");
  return preceding.startsWith("/**", start)
    ? preceding
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
    const location = `${relative(this.root, file)}:${line}`;
    const key = `${relative(this.root, file)} ${name}`;
    const existing = this.names.get(key);
    // The implementation of overloads and a type with the name of a constant have no separate docstring.
    const joined = existing?.doc.includes(doc) ? existing.doc : [existing?.doc, doc].filter(Boolean).join("\n");
    this.names.set(key, { name, location: existing?.location ?? location, kind: existing?.kind ?? kind, doc: joined });
  }

  /** Adds the exports of a module: all of them, or those with the selected names. */
  exportsOf(module: Module, selectedNames?: ReadonlySet<string>): void {
    for (const statement of module.body) {
      if (statement.type === "ExportAllDeclaration" && !statement.exported)
        this.exportsOf(moduleOf(module, statement.source.value), selectedNames);
      if (statement.type !== "ExportNamedDeclaration") continue;
      if (statement.source) {
        const names = statement.specifiers.map(({ local }) => ("name" in local ? local.name : local.value));
        const selected = selectedNames ? names.filter((name) => selectedNames.has(name)) : names;
        if (selected.length > 0) this.exportsOf(moduleOf(module, statement.source.value), new Set(selected));
      } else if (statement.declaration) this.addDeclaration(module, statement, statement.declaration, selectedNames);
      else
        this.addLocalExports(
          module,
          new Set(statement.specifiers.map(({ local }) => ("name" in local ? local.name : ""))),
        );
    }
  }
  /** Adds names that are declared first and exported later. */
  private addLocalExports(module: Module, names: ReadonlySet<string>): void {
    for (const statement of module.body)
      if (statement.type.endsWith("Declaration") && "id" in statement)
        this.addDeclaration(module, statement, statement as Declaration, names); // a declaration with a name
  }

  private addDeclaration(
    module: Module,
    position: Position,
    node: Declaration,
    selectedNames?: ReadonlySet<string>,
  ): void {
    const isSelected = (name: string | undefined): name is string =>
      name !== undefined && (selectedNames?.has(name) ?? true);
    switch (node.type) {
      case "VariableDeclaration":
        for (const { id, init } of node.declarations) {
          if (id.type !== "Identifier" || !isSelected(id.name)) continue;
          this.add(module, position, init?.type === "ArrowFunctionExpression" ? "call" : "value", id.name);
          if (init?.type === "ObjectExpression") this.addMembers(module, id.name, init);
        }
        return;
      case "TSInterfaceDeclaration":
      case "TSTypeAliasDeclaration":
        if (isSelected(node.id.name)) this.add(module, position, "type", node.id.name);
        return;
      case "FunctionDeclaration":
      case "TSDeclareFunction":
        if (isSelected(node.id?.name)) this.add(module, position, "call", node.id.name);
        return;
      case "ClassDeclaration":
        if (isSelected(node.id?.name)) this.addClass(module, position, node, node.id.name);
    }
  }
  /** Adds the functions of an object that is a namespace. */
  private addMembers(
    module: Module,
    owner: string,
    { properties }: { readonly properties: readonly { readonly type: string; readonly start: number }[] },
  ): void {
    for (const property of properties) {
      if (property.type !== "Property" || !("key" in property) || !("value" in property)) continue;
      const [key, value] = [property.key, property.value] as { type: string; name?: string }[]; // as ESTree defines
      if (!key?.name || !value) continue;
      if ("shorthand" in property && property.shorthand) this.addImport(module, key.name);
      else if (/Function/.test(value.type)) this.add(module, property, "call", `${owner}.${key.name}`);
    }
  }
  /** Adds a name of another module that this module re-exports. */
  private addImport(module: Module, name: string): void {
    for (const statement of module.body)
      if (
        statement.type === "ImportDeclaration" &&
        statement.source.value.startsWith(".") &&
        statement.specifiers.some(({ local }) => local.name === name)
      )
        this.exportsOf(moduleOf(module, statement.source.value), new Set([name]));
  }
  private addClass(module: Module, position: Position, node: Class, name: string): void {
    this.add(module, position, "value", name);
    if (node.superClass?.type === "Identifier") this.addImport(module, node.superClass.name);
    for (const member of node.body.body) {
      if (member.type !== "MethodDefinition" || member.key.type !== "Identifier" || member.computed) continue;
      if (member.kind === "constructor" || member.accessibility) continue;
      this.add(module, member, member.kind === "method" ? "call" : "value", `${name}.${member.key.name}`);
    }
  }
}

/** Returns the public names of a package by its root folder. */
export function publicNames(root: string, index = "src/index.ts"): readonly PublicName[] {
  const collector = new Collector(root);
  collector.exportsOf(moduleAt(join(root, index)));
  return [...collector.names.values()];
}

/** Returns the examples of a docstring: expressions, each with its expected value if the example states one. */
export function examplesOf({ doc }: PublicName): { readonly code: string; readonly expected: string | undefined }[] {
  return [...doc.matchAll(/^@example (.+)$/gm)].map(([, line = ""]) => {
    const [code = "", expected] = line.split(/ \/\/ (?=[^/]*$)/);
    return { code, expected };
  });
}

/** Returns the members of a union type of string literals. */
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
