/** Returns the preferred name, with underscores appended until it is unused. */
export const uniqueName = (preferred: string, usedNames: readonly string[]): string =>
  usedNames.includes(preferred) ? uniqueName(`${preferred}_`, usedNames) : preferred;
