import type { AnyConnection } from "@avocet/backends/connection";
import { AvocetError, isAvocetError, suggestion } from "@avocet/core";
import { propertyName, schemaCode } from "./schema-code.js";

/** Which tables are asked for. */
export interface PullOptions {
  /** Their names; all tables and views unless told. */
  readonly tables?: readonly string[];
  /** The schema or dataset that they are in; the current one unless told. */
  readonly database?: string;
}
/** A TypeScript file, and what could not be put into it. */
export interface Pulled {
  readonly code: string;
  readonly tables: number;
  readonly problems: readonly string[];
}

/** The schemas of the tables and views of a database as a TypeScript file. */
export async function pull(connection: AnyConnection, options: PullOptions = {}): Promise<Pulled> {
  const place = options.database === undefined ? {} : { database: options.database };
  const names = await wanted(connection, options, place);
  const imports = new Set<string>();
  const entries: string[] = [];
  const problems: string[] = [];
  for (const name of names) {
    try {
      const { relation } = await connection.table(name, undefined, place);
      entries.push(`  ${propertyName(name)}: ${schemaCode(Object.fromEntries(relation.schema), imports, "  ")},\n`);
    } catch (error) {
      if (!isAvocetError(error) || (error.code !== "invalid-dtype" && error.code !== "schema-mismatch")) throw error;
      const problem = `${name}: ${error.message.split("\n", 1)[0]}`;
      problems.push(problem);
      entries.push(`  // left out: ${problem.replaceAll(/[\r\n\u2028\u2029]/g, " ")}\n`);
    }
  }
  const head = imports.size > 0 ? `import { ${[...imports].sort().join(", ")} } from "avocet";\n\n` : "";
  const text = `// Made by \`avocet pull\`; make it anew when the tables change.\n${head}/** The columns of each table and view, for \`connection.table(name, tables[name])\`. */\nexport const tables = {\n${entries.join("")}} as const;\n`;
  return { code: text, tables: names.length - problems.length, problems };
}

async function wanted(
  connection: AnyConnection,
  { tables }: PullOptions,
  place: { readonly database?: string },
): Promise<readonly string[]> {
  const there = await connection.tables(place);
  const missing = tables?.find((name) => !there.includes(name));
  if (missing !== undefined)
    throw new AvocetError("unknown-table", `there is no table or view \`${missing}\``, {
      hint: suggestion(missing, there, "tables and views"),
    });
  return tables ?? there;
}
