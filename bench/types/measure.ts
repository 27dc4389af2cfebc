import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const TSC = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");

const tsc = (...args: readonly string[]): string =>
  execFileSync(process.execPath, [TSC, "--pretty", "false", ...args], {
    encoding: "utf8",
    stdio: "pipe",
    timeout: 100_000,
    killSignal: "SIGKILL",
  });

/** The type counts that the compiler reports after checking programs against the library's declarations. */
export interface TypeCounts {
  readonly instantiations: number;
  readonly types: number;
}

/** Type-checks programs by name, or files by path from the root. Throws with the compiler's message on a type error. */
export function measure({ programs = {}, paths = [] }: Programs): TypeCounts {
  const dir = mkdtempSync(join(tmpdir(), "avocet-types-"));
  const writeConfig = (name: string, include: readonly string[], compilerOptions: object) =>
    writeFileSync(
      join(dir, name),
      JSON.stringify({
        extends: join(ROOT, "tsconfig.base.json"),
        include,
        compilerOptions: { ...SHARED, ...compilerOptions },
      }),
    );
  const core = join(dir, "core/index.d.ts");
  try {
    writeConfig("core.json", [join(ROOT, "packages/core/src")], {
      declaration: true,
      emitDeclarationOnly: true,
      noCheck: true,
      rootDir: join(ROOT, "packages/core/src"),
      outDir: "core",
    });
    tsc("-p", join(dir, "core.json"));
    mkdirSync(join(dir, "programs"));
    writeFileSync(join(dir, "package.json"), '{ "type": "module" }');
    for (const [name, text] of Object.entries(programs)) writeFileSync(join(dir, "programs", name), text);
    writeConfig("programs.json", ["programs", ...paths.map((path) => join(ROOT, path))], {
      noEmit: true,
      rootDir: "/",
      paths: { "@avocet/core": [core], avocet: [core] },
    });
    return parseCounts(tsc("-p", join(dir, "programs.json"), "--extendedDiagnostics"));
  } catch (error) {
    throw error instanceof Error && "stdout" in error ? new Error(String(error.stdout).slice(0, 2000)) : error;
  } finally {
    rmSync(dir, { recursive: true });
  }
}
interface Programs {
  readonly programs?: { readonly [name: string]: string };
  readonly paths?: readonly string[];
}
const SHARED = {
  composite: false,
  declaration: false,
  declarationMap: false,
  sourceMap: false,
  types: ["node"],
  typeRoots: [join(ROOT, "node_modules/@types")],
};

function parseCounts(report: string): TypeCounts {
  const readCount = (counter: string): number => {
    const match = new RegExp(`^${counter}:\\s+(\\d+)`, "m").exec(report);
    if (!match) throw new Error(`Cannot find the number of ${counter} in the compiler's report:\n${report}`);
    return Number(match[1]);
  };
  return { instantiations: readCount("Instantiations"), types: readCount("Types") };
}
