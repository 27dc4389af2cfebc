import type { Node } from "./ast.js";
import { at, list, text } from "./ast.js";

// DuckDB compares names without regard to case. Snowflake does not, and puts unquoted names in upper case. So a name is written to DuckDB
// with each of its capital letters as a small one behind a mark, which makes names equal there that are equal in Snowflake.
const MARK = "^";

/** A name as Snowflake has it, as DuckDB gets it. */
export const encode = (name: string): string =>
  name.replace(/[A-Z^]/g, (letter) => (letter === MARK ? MARK + MARK : MARK + letter.toLowerCase()));
/** The name that was encoded. */
export const decode = (name: string): string =>
  name.replace(/\^(.)/gs, (_, letter: string) => (letter === MARK ? MARK : letter.toUpperCase()));

export const quoteRaw = (name: string): string => `"${name.replaceAll('"', '""')}"`;
/** A name as Snowflake has it, in DuckDB's SQL. */
export const quote = (name: string): string => quoteRaw(encode(name));

/** What an identifier of the text stands for: as it is in quotes, else in upper case. */
export function nameOf(ident: Node | undefined): string {
  const value = text(at(ident, "value"));
  return at(ident, "quote_style") === null ? value.toUpperCase() : value;
}
/** The parts of a name of an object. */
export const pathOf = (objectName: Node | undefined): readonly string[] =>
  list(objectName).map((part) => nameOf(at(part, "Identifier")));
/** The word that a function or a type is called by. */
export const wordOf = (objectName: Node | undefined): string => pathOf(objectName).join(".").toUpperCase();
