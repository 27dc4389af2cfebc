/** Gives each source and common table expression of a statement a name of its own. */
export class Names {
  private readonly taken = new Set<string>();
  private readonly longest: number;

  constructor(longest: number | null) {
    this.longest = longest ?? 120;
  }

  /** `wanted`, or with the first number that makes it free. Engines may fold case, so names differ in more than that. */
  take(wanted: string, numbered = false): string {
    const base = clipped(wanted || "t", this.longest - 8);
    for (let i = numbered ? 1 : 0; ; i++) {
      const name = i === 0 ? base : `${base}_${numbered ? i : i + 1}`;
      const key = name.toLowerCase();
      if (this.taken.has(key)) continue;
      this.taken.add(key);
      return name;
    }
  }
  /** Keeps a name from being given out, such as that of a table which is read. */
  reserve(name: string): void {
    this.taken.add(name.toLowerCase());
  }
}

/** As much of a name as fits in so many bytes of UTF-8. */
export function clipped(name: string, bytes: number): string {
  let total = 0;
  let text = "";
  for (const char of name) {
    const code = char.codePointAt(0) ?? 0;
    total += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (total > bytes) break;
    text += char;
  }
  return text;
}
