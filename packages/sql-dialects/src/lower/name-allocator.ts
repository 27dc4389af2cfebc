/** Allocates unique names for the sources and common table expressions of a statement. */
export class NameAllocator {
  private readonly usedNames = new Set<string>();
  private readonly maxLength: number;

  constructor(maxLength: number | null) {
    this.maxLength = maxLength ?? 120;
  }

  /**
   * Returns `preferred`, or `preferred` with the first number that makes it unique. Names that differ only in case
   * count as equal, because engines may fold case.
   */
  allocate(preferred: string, numbered = false): string {
    const base = truncateUtf8(preferred || "t", this.maxLength - 8);
    for (let i = numbered ? 1 : 0; ; i++) {
      const name = i === 0 ? base : `${base}_${numbered ? i : i + 1}`;
      const key = name.toLowerCase();
      if (this.usedNames.has(key)) continue;
      this.usedNames.add(key);
      return name;
    }
  }
  /** Reserves a name, such as that of a table that the statement reads. */
  reserve(name: string): void {
    this.usedNames.add(name.toLowerCase());
  }
}

/** Truncates text to a number of bytes in UTF-8, at a character boundary. */
export function truncateUtf8(name: string, maxBytes: number): string {
  let total = 0;
  let text = "";
  for (const char of name) {
    const code = char.codePointAt(0) ?? 0;
    total += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (total > maxBytes) break;
    text += char;
  }
  return text;
}

/** Returns `preferred`, with as many leading underscores as it takes not to be one of the names in use. */
export function unusedName(usedNames: { has(name: string): boolean }, preferred: string): string {
  let name = preferred;
  while (usedNames.has(name)) name = `_${name}`;
  return name;
}
