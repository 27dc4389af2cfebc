import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { isAvocetError } from "@avocet/core";
import { connect } from "../connect.js";
import { pullSchemas } from "./pull.js";
import { packageVersion } from "./version.js";

export const usage = `avocet pull <url> [--out FILE] [--database NAME] [--table NAME]…

Writes the schemas of a database's tables and views as a TypeScript file.

  <url>       duckdb:FILE or the path of a DuckDB file, postgres://…, snowflake://…, bigquery://…
  --out       the file to write; standard output by default
  --database  the schema or dataset to read; the current one by default
  --table     a table or view; may be repeated; all of them by default
  --version   print the version of Avocet`;

class UsageError extends Error {}

/** Where the command writes; tests pass their own. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
}

/** Runs the command. Returns the exit code: 0, 1 if it failed, 2 if its arguments are wrong. */
export async function runCommand(args: readonly string[], output: Output): Promise<number> {
  try {
    const { positionals, values } = parseArguments(args);
    const [command, url, ...excess] = positionals;
    if (values.help || values.version) {
      output.out(`${values.help ? usage : packageVersion()}\n`);
      return 0;
    }
    if (command !== "pull") throw new UsageError(command ? `Unknown command "${command}".` : "A command is missing.");
    if (url === undefined) throw new UsageError("pull needs the URL of a database.");
    if (excess.length > 0) throw new UsageError(`pull takes one URL; remove "${excess.join(" ")}".`);
    await runPull(url, values, output);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      output.err(`${error.message}\n\n${usage}\n`);
      return 2;
    }
    if (!isAvocetError(error)) throw error;
    output.err(`${error.message}\n`);
    return 1;
  }
}

function parseArguments(args: readonly string[]) {
  const options = {
    out: { type: "string" },
    database: { type: "string" },
    table: { type: "string", multiple: true },
    help: { type: "boolean", short: "h" },
    version: { type: "boolean", short: "v" },
  } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function runPull(
  url: string,
  { out, database, table }: ReturnType<typeof parseArguments>["values"],
  output: Output,
): Promise<void> {
  await using connection = await connect(url);
  const { code, tableCount, problems } = await pullSchemas(connection, {
    ...(table ? { tables: table } : {}),
    ...(database === undefined ? {} : { database }),
  });
  for (const problem of problems) output.err(`skipped: ${problem}\n`);
  if (out === undefined) output.out(code);
  else {
    await writeFile(out, code);
    output.err(`${out}: ${tableCount} tables and views\n`);
  }
}
