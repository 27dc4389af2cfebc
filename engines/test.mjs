// Installs what the engine tests need in addition to `npm ci`, and runs them: `npm run test:engines`, with arguments
// for vitest. If something cannot be installed, its tests are skipped with a warning; if CI is set, that is an error.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const engines = import.meta.dirname;
const cache = join(engines, ".cache");
const isWindows = process.platform === "win32";
mkdirSync(cache, { recursive: true });

/** Runs a command. Returns whether it succeeded. */
function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { stdio: "inherit", shell: isWindows, ...options });
  if (error) console.error(String(error.message));
  return status === 0;
}

/** Runs `work` unless it has succeeded since `file` last changed. Returns whether it has. */
function runOncePerVersion(name, file, work) {
  const stampFile = join(cache, `${name}.stamp`);
  const hash = createHash("sha256").update(readFileSync(file)).update(process.version).digest("hex");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === hash) return true;
  const succeeded = work();
  if (succeeded) writeFileSync(stampFile, hash);
  return succeeded;
}

const heavy = join(engines, "heavy");
const installSteps = {
  "npm packages": () =>
    runOncePerVersion("heavy", join(heavy, "package-lock.json"), () =>
      run("npm", ["ci", "--prefix", heavy, "--no-audit", "--no-fund"]),
    ),
};

const missing = Object.entries(installSteps)
  .filter(([, step]) => !step())
  .map(([name]) => name);
if (missing.length > 0) {
  console.error(`Not installed: ${missing.join(", ")}.`);
  if (process.env.CI) process.exit(1);
}
const vitest = join(engines, "..", "node_modules", "vitest", "vitest.mjs");
const args = ["run", "--config", "vitest.engines.config.ts", ...process.argv.slice(2)];
process.exit(run(process.execPath, [vitest, ...args], { cwd: join(engines, ".."), shell: false }) ? 0 : 1);
