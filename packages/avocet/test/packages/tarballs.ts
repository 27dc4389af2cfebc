import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

export const root = resolve(import.meta.dirname, "../../../..");
const execute = promisify(execFile);

/** Published packages, each after those it depends on. */
export const PACKAGES = ["core", "sql-dialects", "backends", "conformance", "avocet"] as const;
export type PackageName = (typeof PACKAGES)[number];

/** Runs a program of Node. Returns what it printed, on success and on failure. */
export async function runNode(folder: string, ...args: readonly string[]): Promise<{ ok: boolean; output: string }> {
  const env = { ...process.env, NODE_OPTIONS: "", npm_config_update_notifier: "false" };
  return execute(process.execPath, args, { cwd: folder, env, timeout: 100_000, maxBuffer: 1 << 26 }).then(
    ({ stdout, stderr }) => ({ ok: true, output: stdout + stderr }),
    (error: { stdout: string; stderr: string }) => ({ ok: false, output: error.stdout + error.stderr }),
  );
}

const NPM = join(dirname(process.execPath), "../lib/node_modules/npm/bin/npm-cli.js");
const npmPath = (): string => process.env.npm_execpath ?? NPM;

/** Packs every package as `npm publish` would, and returns the paths of the tarballs. */
export async function packAll(folder: string): Promise<Readonly<Record<PackageName, string>>> {
  const names = PACKAGES.flatMap((name) => ["-w", `packages/${name}`]);
  const { ok, output } = await runNode(root, npmPath(), "pack", "--json", "--pack-destination", folder, ...names);
  if (!ok) throw new Error(output);
  const { version } = JSON.parse(readFileSync(join(root, "packages/avocet/package.json"), "utf8"));
  const file = (name: PackageName): string =>
    join(folder, name === "avocet" ? `avocet-${version}.tgz` : `avocet-${name}-${version}.tgz`);
  // Object.fromEntries loses the type of the keys.
  return Object.fromEntries(PACKAGES.map((name) => [name, file(name)])) as Record<PackageName, string>;
}

const require = createRequire(import.meta.url);
/** The folder of a dependency that is installed in the workspace, so that installing needs no network. */
export const installedFolder = (name: string): string => join(root, "node_modules", name);
export const scriptOf = (name: string, script: string): string =>
  join(dirname(require.resolve(`${name}/package.json`)), script);

/** An empty project in which packages are installed from their tarballs. */
export async function projectWith(folder: string, dependencies: readonly string[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "name": "consumer", "private": true, "type": "module" }\n');
  const flags = ["--offline", "--no-audit", "--no-fund", "--install-links", "--ignore-scripts"];
  const { ok, output } = await runNode(folder, npmPath(), "install", ...flags, ...dependencies);
  if (!ok) throw new Error(output);
}
