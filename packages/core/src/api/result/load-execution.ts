type Execution = typeof import("./execution.js");

let execution: Execution | undefined;

/** Makes the functions that run tables known. A connection does this, so that its queries start at once. */
export function setExecution(loaded: Execution): void {
  execution = loaded;
}
/** The functions that run tables; undefined until something has loaded them. */
export const loadedExecution = (): Execution | undefined => execution;

/** Loads the functions that run tables. Programs that only compile SQL do not contain them. */
export async function loadExecution(): Promise<Execution> {
  execution ??= await import("./execution.js");
  return execution;
}
