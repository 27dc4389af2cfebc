// Cleans up after the process that started the server: when standard input ends, which happens however that process
// ends, this stops the server and removes its directory.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const [directory = ""] = process.argv.slice(2);
process.stdin.resume();
process.stdin.on("end", async () => {
  const pid = serverPid();
  for (
    let attempt = 0;
    pid !== null && attempt < 100 && sendSignal(pid, attempt < 50 ? "SIGQUIT" : "SIGKILL");
    attempt++
  )
    await wait(50);
  rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

/** Returns the process id of the running server, from its data directory; null if it is not running. */
function serverPid() {
  const file = join(directory, "data", "postmaster.pid");
  if (!existsSync(file)) return null;
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  return pid > 0 ? pid : null;
}

/** Sends a signal. Returns whether the process exists. */
function sendSignal(pid, name) {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}
