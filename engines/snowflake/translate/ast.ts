import { init, Parser } from "@guanmingchiu/sqlparser-ts";
import { SnowflakeError } from "../errors.js";

/** A part of the tree that the parser gives as JSON. Variants of its types are a word, or an object with one key. */
export type Node = string | number | boolean | null | readonly Node[] | { readonly [key: string]: Node | undefined };

let ready: Promise<void> | undefined;
const RECURSION_LIMIT = 400;

/** The statements of a text, read with the parser's grammar for Snowflake. */
export async function parse(sql: string): Promise<readonly Node[]> {
  ready ??= init();
  await ready;
  try {
    const parser = new Parser({ name: "snowflake" }).withOptions({ recursionLimit: RECURSION_LIMIT });
    return parser.parse(sql) as unknown as Node[]; // the declared types of the tree leave out much of it
  } catch (error) {
    throw syntaxError(error instanceof Error ? error.message : String(error));
  }
}

function syntaxError(message: string): SnowflakeError {
  const [, line = "1", column = "1"] = /at Line: (\d+), Column: (\d+)/.exec(message) ?? [];
  const found = /found: (.+?)(?: at Line|$)/.exec(message)?.[1];
  const unexpected = found === undefined || found === "EOF" ? "unexpected '<EOF>'" : `unexpected '${found}'`;
  const where = `syntax error line ${line} at position ${Number(column) - 1} ${unexpected}.`;
  return new SnowflakeError("001003", "42000", `SQL compilation error:\n${where}`, `${where} (${message})`);
}

/** What a part of the tree holds below some keys; null where there is nothing. */
export function at(node: Node | undefined, ...path: readonly string[]): Node {
  let found: Node | undefined = node;
  for (const key of path) {
    if (typeof found !== "object" || found === null || Array.isArray(found)) return null;
    found = (found as { readonly [key: string]: Node | undefined })[key]; // arrays are ruled out above, which the compiler does not see
  }
  return found ?? null;
}
export const list = (node: Node | undefined): readonly Node[] => (Array.isArray(node) ? node : []);
export const text = (node: Node | undefined): string => (typeof node === "string" ? node : String(node ?? ""));
/** The name of a variant and what it holds. */
export function variant(node: Node | undefined): readonly [string, Node] {
  if (typeof node === "string") return [node, null];
  if (typeof node !== "object" || node === null || Array.isArray(node)) return ["", null];
  const [[name, inner] = ["", null]] = Object.entries(node);
  return [name, inner ?? null];
}

/** What the stand-in does not know how to run. */
export const unknownPart = (what: string, node: Node): SnowflakeError =>
  new SnowflakeError("000002", "0A000", `Unsupported feature '${what}'.`, JSON.stringify(node)?.slice(0, 400));
