import { createRequire } from "node:module";

/** The version of the package `avocet`, as its package.json states it. */
export function packageVersion(): string {
  // npm requires the field.
  const { version } = createRequire(import.meta.url)("../../package.json") as { version: string };
  return version;
}
