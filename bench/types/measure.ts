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

/** What the compiler counts in checking programs against the declarations of the library. */
export interface Measured {
  readonly instantiations: number;
  readonly types: number;
}

/** Checks programs, given by name, or by path below the project; an error of types is an error here, with the compiler's words. */
export function measure({ programs = {}, paths = [] }: Programs): Measured {
  const dir = mkdtempSync(join(tmpdir(), "avocet-types-"));
  const config = (name: string, include: readonly string[], compilerOptions: object) =>
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
    config("core.json", [join(ROOT, "packages/core/src")], {
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
    config("programs.json", ["programs", ...paths.map((path) => join(ROOT, path))], {
      noEmit: true,
      rootDir: "/",
      paths: { "@avocet/core": [core], avocet: [core] },
    });
    return counted(tsc("-p", join(dir, "programs.json"), "--extendedDiagnostics"));
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

function counted(report: string): Measured {
  const of = (what: string): number => {
    const found = new RegExp(`^${what}:\\s+(\\d+)`, "m").exec(report);
    if (!found) throw new Error(`the compiler did not say how many ${what}:\n${report}`);
    return Number(found[1]);
  };
  return { instantiations: of("Instantiations"), types: of("Types") };
}
