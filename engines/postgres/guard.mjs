// Outlives the process that started the server, and leaves nothing behind: when its input ends, as it does however that process
// ends, it stops the server and removes its directory.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const [directory = ""] = process.argv.slice(2);
process.stdin.resume();
process.stdin.on("end", async () => {
  const pid = serverPid();
  for (let tries = 0; pid !== null && tries < 100 && signal(pid, tries < 50 ? "SIGQUIT" : "SIGKILL"); tries++)
    await wait(50);
  rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

/** The first line of the file that a running server has in its data directory. */
function serverPid() {
  const file = join(directory, "data", "postmaster.pid");
  if (!existsSync(file)) return null;
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  return pid > 0 ? pid : null;
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}
