import type { Progress } from "./event.js";

const WIDTH = 30;
const PATIENCE_MS = 1000;

/** As much of a terminal as is written to. */
export interface Terminal {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** Draws how far a statement is on one line of a terminal, once it has taken a second; `null` wipes it out. */
export function progressBar(terminal: Terminal): (progress: Progress | null) => void {
  let drawn = false;
  return (progress) => {
    if (!terminal.isTTY) return;
    if (progress === null) {
      if (drawn) terminal.write("\r\u001b[K");
      drawn = false;
      return;
    }
    if (progress.millis < PATIENCE_MS) return;
    drawn = true;
    terminal.write(`\r\u001b[K${line(progress)}`);
  };
}

function line({ fraction, state, millis }: Progress): string {
  const seconds = `${(millis / 1000).toFixed(1)} s`;
  if (fraction === null) return [state ?? "running", seconds].join("  ");
  const share = Math.min(Math.max(fraction, 0), 1);
  const full = Math.round(share * WIDTH);
  return `[${"#".repeat(full)}${" ".repeat(WIDTH - full)}] ${Math.floor(share * 100)} %  ${seconds}`;
}
