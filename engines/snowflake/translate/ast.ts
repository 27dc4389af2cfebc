import { init, Parser } from "@guanmingchiu/sqlparser-ts";
import { SnowflakeError } from "../errors.js";

/** A node of the parser's syntax tree, in JSON. A variant of an enum is a string or an object with one key. */
export type Node = string | number | boolean | null | readonly Node[] | { readonly [key: string]: Node | undefined };

let ready: Promise<void> | undefined;
const RECURSION_LIMIT = 400;

/** Parses SQL text with the parser's grammar for Snowflake. */
export async function parse(sql: string): Promise<readonly Node[]> {
  ready ??= init();
  await ready;
  try {
    const parser = new Parser({ name: "snowflake" }).withOptions({ recursionLimit: RECURSION_LIMIT });
    return parser.parse(sql) as unknown as Node[]; // the declared types of the syntax tree are incomplete
  } catch (error) {
    throw syntaxError(error instanceof Error ? error.message : String(error));
  }
}

function syntaxError(message: string): SnowflakeError {
  const [, line = "1", column = "1"] = /at Line: (\d+), Column: (\d+)/.exec(message) ?? [];
  const foundToken = /found: (.+?)(?: at Line|$)/.exec(message)?.[1];
  const unexpected =
    foundToken === undefined || foundToken === "EOF" ? "unexpected '<EOF>'" : `unexpected '${foundToken}'`;
  const description = `syntax error line ${line} at position ${Number(column) - 1} ${unexpected}.`;
  return new SnowflakeError("001003", "42000", `SQL compilation error:\n${description}`, `${description} (${message})`);
}

/** The descendant of a node at a path of keys; null if there is none. */
export function child(node: Node | undefined, ...path: readonly string[]): Node {
  let current: Node | undefined = node;
  for (const key of path) {
    if (typeof current !== "object" || current === null || Array.isArray(current)) return null;
    // not an array, which the compiler does not infer
    current = (current as { readonly [key: string]: Node | undefined })[key];
  }
  return current ?? null;
}
export const children = (node: Node | undefined): readonly Node[] => (Array.isArray(node) ? node : []);
export const nodeText = (node: Node | undefined): string => (typeof node === "string" ? node : String(node ?? ""));
/** The name of an enum variant, and its content. */
export function variant(node: Node | undefined): readonly [string, Node] {
  if (typeof node === "string") return [node, null];
  if (typeof node !== "object" || node === null || Array.isArray(node)) return ["", null];
  const [[name, inner] = ["", null]] = Object.entries(node);
  return [name, inner ?? null];
}

/** The error for a feature that the stand-in does not support. */
export const unsupportedFeature = (feature: string, node: Node): SnowflakeError =>
  new SnowflakeError("000002", "0A000", `Unsupported feature '${feature}'.`, JSON.stringify(node)?.slice(0, 400));
