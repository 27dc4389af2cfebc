// Installs what the tests of engines need besides `npm ci`, and runs them: `npm run test:engines`, with arguments for vitest.
// What cannot be had is left out with a word about it; where CI is set that is a failure.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const engines = import.meta.dirname;
const cache = join(engines, ".cache");
const windows = process.platform === "win32";
mkdirSync(cache, { recursive: true });

/** Runs a command; false where it fails. */
function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { stdio: "inherit", shell: windows, ...options });
  if (error) console.error(String(error.message));
  return status === 0;
}

/** Does `work` if it has not been done since the file changed. */
function onceFor(name, file, work) {
  const stamp = join(cache, `${name}.stamp`);
  const now = createHash("sha256").update(readFileSync(file)).update(process.version).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === now) return true;
  const done = work();
  if (done) writeFileSync(stamp, now);
  return done;
}

const heavy = join(engines, "heavy");
const steps = {
  "npm packages": () =>
    onceFor("heavy", join(heavy, "package-lock.json"), () =>
      run("npm", ["ci", "--prefix", heavy, "--no-audit", "--no-fund"]),
    ),
};

const missing = Object.entries(steps)
  .filter(([, step]) => !step())
  .map(([name]) => name);
if (missing.length > 0) {
  console.error(`Not installed: ${missing.join(", ")}.`);
  if (process.env.CI) process.exit(1);
}
const vitest = join(engines, "..", "node_modules", "vitest", "vitest.mjs");
const config = ["run", "--config", "vitest.engines.config.ts", ...process.argv.slice(2)];
process.exit(run(process.execPath, [vitest, ...config], { cwd: join(engines, ".."), shell: false }) ? 0 : 1);
