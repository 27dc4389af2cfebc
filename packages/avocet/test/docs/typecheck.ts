// Whether texts of TypeScript type-check: all of them in one run of the compiler.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const root = resolve(import.meta.dirname, "../../../..");

/** A text whose imports of this package work wherever it lies. */
export function placed(text: string): string {
  const source = (name: string): string => JSON.stringify(join(root, "packages/avocet/src", name));
  return text
    .replaceAll('from "avocet/duckdb"', `from ${source("duckdb.ts")}`)
    .replaceAll('from "avocet"', `from ${source("index.ts")}`);
}

/** Runs `work` on a folder for files that go afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "avocet-docs-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What the compiler says about some files; empty if they are right. */
export function typeErrors(texts: Readonly<Record<string, string>>): Promise<string> {
  return inFolder(async (folder) => {
    const files = Object.keys(texts);
    for (const name of files) await writeFile(join(folder, name), placed(texts[name] ?? ""));
    const compilerOptions = {
      rootDir: "/",
      typeRoots: [join(root, "node_modules/@types")],
      allowImportingTsExtensions: true,
    };
    const config = join(folder, "tsconfig.json");
    await writeFile(
      config,
      JSON.stringify({ extends: join(root, "tsconfig.test.json"), compilerOptions, files, include: [] }),
    );
    return promisify(execFile)(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", config], {
      cwd: root,
      timeout: 100_000,
    }).then(
      () => "",
      (error: { readonly stdout: string }) => {
        // Mistakes in the sources themselves are for the check of the whole repository to show.
        const mistakes = (error.stdout || String(error)).split(/\n(?=\S)/);
        return mistakes.filter((text) => text.trim() !== "" && !/^packages\/.*error TS/.test(text)).join("\n");
      },
    );
  });
}
