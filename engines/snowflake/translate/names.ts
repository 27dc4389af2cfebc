import type { Node } from "./ast.js";
import { child, children, nodeText } from "./ast.js";

// DuckDB's names are case-insensitive. Snowflake's are case-sensitive, and unquoted names are converted to upper case.
// So
// each upper-case letter of a name is written to DuckDB as a mark and the lower-case letter: then names are equal in
// DuckDB
// if and only if they are equal in Snowflake.
const MARK = "^";

/** Encodes a name for DuckDB. */
export const encode = (name: string): string =>
  name.replace(/[A-Z^]/g, (letter) => (letter === MARK ? MARK + MARK : MARK + letter.toLowerCase()));
/** Decodes an encoded name. */
export const decode = (name: string): string =>
  name.replace(/\^(.)/gs, (_, letter: string) => (letter === MARK ? MARK : letter.toUpperCase()));

export const quoteEncoded = (name: string): string => `"${name.replaceAll('"', '""')}"`;
/** Encodes and quotes a name for DuckDB. */
export const quote = (name: string): string => quoteEncoded(encode(name));

/** The name that an identifier denotes: unquoted identifiers are converted to upper case. */
export function nameOf(ident: Node | undefined): string {
  const value = nodeText(child(ident, "value"));
  return child(ident, "quote_style") === null ? value.toUpperCase() : value;
}
/** The identifiers of a qualified name. */
export const pathOf = (objectName: Node | undefined): readonly string[] =>
  children(objectName).map((identifier) => nameOf(child(identifier, "Identifier")));
/** The name of a function or type, in upper case. */
export const wordOf = (objectName: Node | undefined): string => pathOf(objectName).join(".").toUpperCase();
