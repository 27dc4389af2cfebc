import type { Progress } from "./event.js";

const WIDTH = 30;
const DELAY_MS = 1000;

/** The part of a terminal stream that is used. */
export interface Terminal {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/**
 * Returns a function that draws the progress of a statement once it takes more than a second; `null` clears the line.
 */
export function progressBar(terminal: Terminal): (progress: Progress | null) => void {
  let isDrawn = false;
  return (progress) => {
    if (!terminal.isTTY) return;
    if (progress === null) {
      if (isDrawn) terminal.write("\r\u001b[K");
      isDrawn = false;
      return;
    }
    if (progress.millis < DELAY_MS) return;
    isDrawn = true;
    terminal.write(`\r\u001b[K${formatProgress(progress)}`);
  };
}

function formatProgress({ fraction, state, millis }: Progress): string {
  const seconds = `${(millis / 1000).toFixed(1)} s`;
  if (fraction === null) return [state ?? "running", seconds].join("  ");
  const progress = Math.min(Math.max(fraction, 0), 1);
  const filledWidth = Math.round(progress * WIDTH);
  return `[${"#".repeat(filledWidth)}${" ".repeat(WIDTH - filledWidth)}] ${Math.floor(progress * 100)} %  ${seconds}`;
}
