// Type-checks TypeScript texts, all of them in one run of the compiler.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const root = resolve(import.meta.dirname, "../../../..");

/** Redirects imports of the packages to their sources, so that a text works in any folder. */
export function withSourceImports(text: string): string {
  const source = (path: string): string => JSON.stringify(join(root, "packages", path));
  return text
    .replaceAll('from "@avocet/core/backend"', `from ${source("core/src/backend/index.ts")}`)
    .replaceAll(/from "avocet\/([\w/]+)"/g, (_, path) => `from ${source(`avocet/src/${path}.ts`)}`)
    .replaceAll('from "avocet"', `from ${source("avocet/src/index.ts")}`);
}

/** Runs `callback` with a temporary folder, which is deleted afterwards. */
export async function withTemporaryFolder<T>(callback: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "avocet-docs-"));
  try {
    return await callback(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Returns the compiler's messages about some files; empty if they are valid. */
export function typeErrors(texts: Readonly<Record<string, string>>): Promise<string> {
  return withTemporaryFolder(async (folder) => {
    const files = Object.keys(texts);
    for (const name of files) await writeFile(join(folder, name), withSourceImports(texts[name] ?? ""));
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
        // Errors in the sources are reported by the check of the whole repository.
        const mistakes = (error.stdout || String(error)).split(/\n(?=\S)/);
        return mistakes.filter((text) => text.trim() !== "" && !/^packages\/.*error TS/.test(text)).join("\n");
      },
    );
  });
}
