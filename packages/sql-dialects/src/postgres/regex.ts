// Regular expressions as people write them for RE2, in PostgreSQL's own language, where \w and \d go with the locale, a point matches a
// line end, and of alternatives not the first but the longest is taken.

type Refuse = (why: string, instead?: string) => Error;
/** What a part of a pattern can be: the texts that it is, where they are few; else the characters that it can begin with. */
interface Shape {
  /** All texts that it matches; null where they are many. */
  readonly words: readonly string[] | null;
  /** How many characters it matches; null where that varies. */
  readonly size: number | null;
  /** The characters that it can begin with; null where that is not known, and for what can be empty. */
  readonly first: readonly Range[] | null;
}
type Range = readonly [from: number, to: number];
interface Part extends Shape {
  readonly text: string;
}

const code = (char: string): number => char.codePointAt(0) ?? 0;
const range = (from: string, to = from): Range => [code(from), code(to)];
const DIGIT = [range("0", "9")];
const LETTERS = [range("A", "Z"), range("a", "z")];
const WORD = [...DIGIT, ...LETTERS, range("_")];
const SPACE = [range("\t", "\n"), range("\f", "\r"), range(" ")];
const SHORTHAND: Readonly<Record<string, readonly Range[]>> = { d: DIGIT, w: WORD, s: SPACE };
const CLASSES: Readonly<Record<string, readonly Range[]>> = {
  alnum: [...DIGIT, ...LETTERS],
  alpha: LETTERS,
  ascii: [[1, 127]],
  blank: [range("\t"), range(" ")],
  cntrl: [
    [1, 31],
    [127, 127],
  ],
  digit: DIGIT,
  graph: [range("!", "~")],
  lower: [range("a", "z")],
  print: [range(" ", "~")],
  punct: [range("!", "/"), range(":", "@"), range("[", "`"), range("{", "~")],
  space: [...SPACE, range("\v")],
  upper: [range("A", "Z")],
  word: WORD,
  xdigit: [...DIGIT, range("A", "F"), range("a", "f")],
};
const CONTROL: Readonly<Record<string, string>> = { a: "\x07", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };
const LAST = 0x10ffff;
const MOST_TIMES = 255;
const MOST_WORDS = 200;

const ESCAPES: ReadonlyMap<string, string> = new Map(
  Object.entries(CONTROL).map(([letter, char]) => [char, `\\${letter}`]),
);
const escaped = (char: string): string =>
  ESCAPES.get(char) ?? (/[A-Za-z0-9_\s]|[^\0-\x7f]/u.test(char) ? char : `\\${char}`);
const classText = (ranges: readonly Range[]): string =>
  ranges
    .map(([from, to]) => [from, to].map((c) => escaped(String.fromCodePoint(c))))
    .map(([from = "", to = ""]) => (from === to ? from : `${from}-${to}`))
    .join("");
const complement = (ranges: readonly Range[]): Range[] => {
  const sorted = [...ranges].sort(([a], [b]) => a - b);
  const gaps: Range[] = [];
  let next = 1;
  for (const [from, to] of sorted) {
    if (from > next) gaps.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  return next <= LAST ? [...gaps, [next, LAST]] : gaps;
};
const overlap = (a: readonly Range[], b: readonly Range[]): boolean =>
  a.some(([from, to]) => b.some(([low, high]) => from <= high && low <= to));

const EMPTY: Part = { text: "", words: [""], size: 0, first: null };
const anchor = (text: string): Part => ({ ...EMPTY, text });
const literal = (char: string): Part => ({ text: escaped(char), words: [char], size: 1, first: [range(char)] });
const oneOf = (ranges: readonly Range[]): Part => ({
  text: `[${classText(ranges)}]`,
  words: null,
  size: 1,
  first: ranges,
});
const notOneOf = (ranges: readonly Range[]): Part => ({
  ...oneOf(complement(ranges)),
  text: `[^${classText(ranges)}]`,
});

function followed(a: Part, b: Part): Part {
  const words = a.words?.flatMap((left) => b.words?.map((right) => left + right) ?? []) ?? [];
  return {
    text: a.text + b.text,
    words: a.words && b.words && words.length <= MOST_WORDS ? words : null,
    size: a.size === null || b.size === null ? null : a.size + b.size,
    first: a.size === 0 ? b.first : a.first,
  };
}

/** A pattern read from left to right. */
class Reader {
  groups = 0;
  private readonly chars: readonly string[];
  private at = 0;
  private readonly refuse: Refuse;
  /** Whether it counts what is matched, and not only that something is. */
  private readonly exact: boolean;

  constructor(pattern: string, exact: boolean, refuse: Refuse) {
    this.chars = [...pattern];
    this.exact = exact;
    this.refuse = refuse;
  }
  read(): string {
    const { text } = this.alternatives();
    if (this.at < this.chars.length) throw this.refuse("the regular expression has a ) too many");
    return text;
  }
  private peek(text: string): boolean {
    return [...text].every((char, i) => this.chars[this.at + i] === char);
  }
  private take(text: string): boolean {
    if (!this.peek(text)) return false;
    this.at += text.length;
    return true;
  }
  private next(): string {
    const char = this.chars[this.at++];
    if (char === undefined) throw this.refuse("the regular expression ends too early");
    return char;
  }

  private alternatives(): Part {
    const branches = [this.branch()];
    while (this.take("|")) branches.push(this.branch());
    const [only = EMPTY, second] = branches;
    if (!second) return only;
    if (this.exact && branches.some((a, i) => branches.slice(i + 1).some((b) => isAmbiguous(a, b))))
      throw this.refuse(
        "of alternatives that begin alike PostgreSQL takes the longest, not the first",
        "write them so that they do not begin alike, or the longer one first where they are plain text",
      );
    const words = branches.flatMap((b) => b.words ?? []);
    const sizes = new Set(branches.map((b) => b.size));
    return {
      text: branches.map((b) => b.text).join("|"),
      words: branches.every((b) => b.words) && words.length <= MOST_WORDS ? words : null,
      size: sizes.size === 1 ? only.size : null,
      first: branches.every((b) => b.first) ? branches.flatMap((b) => b.first ?? []) : null,
    };
  }
  private branch(): Part {
    let whole = EMPTY;
    while (this.at < this.chars.length && !this.peek("|") && !this.peek(")"))
      whole = followed(whole, this.repeated(this.atom()));
    return whole;
  }

  private repeated(part: Part): Part {
    const times = this.times();
    if (!times) return part;
    if (this.peek("?") || this.peek("+") || this.peek("*"))
      throw this.refuse(
        "PostgreSQL has no mix of quantifiers that take much and little",
        "write the pattern without *?, +?, ?? and the like",
      );
    const { text, least, most } = times;
    if (Math.max(least, most ?? 0) > MOST_TIMES) throw this.refuse(`PostgreSQL repeats at most ${MOST_TIMES} times`);
    const size = part.size !== null && least === most ? part.size * least : null;
    return { text: part.text + text, words: null, size, first: least === 0 ? null : part.first };
  }
  private times(): { readonly text: string; readonly least: number; readonly most: number | null } | null {
    if (this.take("*")) return { text: "*", least: 0, most: null };
    if (this.take("+")) return { text: "+", least: 1, most: null };
    if (this.take("?")) return { text: "?", least: 0, most: 1 };
    const [text, least, comma, most] =
      /^\{(\d+)(,?)(\d*)\}/.exec(this.chars.slice(this.at, this.at + 20).join("")) ?? [];
    if (text === undefined) return null;
    this.at += text.length;
    return { text, least: Number(least), most: comma === "" ? Number(least) : most === "" ? null : Number(most) };
  }

  private atom(): Part {
    const char = this.next();
    switch (char) {
      case "(":
        return this.group();
      case "[":
        return this.brackets();
      case ".":
        return notOneOf([range("\n")]);
      case "^":
        return anchor("^");
      case "$":
        return anchor("$");
      case "\\":
        return this.escape();
      case "*":
      case "+":
      case "?":
        throw this.refuse(`there is nothing before ${char} to repeat`);
      default:
        return literal(char);
    }
  }
  private group(): Part {
    const plain = this.take("?:");
    if (!plain && this.peek("?")) throw this.refuse("groups are written ( ) or (?: )");
    if (!plain) this.groups += 1;
    const inside = this.alternatives();
    if (!this.take(")")) throw this.refuse("a group of the regular expression has no end");
    return { ...inside, text: `${plain ? "(?:" : "("}${inside.text})` };
  }
  private escape(): Part {
    const char = this.next();
    const set = SHORTHAND[char.toLowerCase()];
    if (set) return char === char.toLowerCase() ? oneOf(set) : notOneOf(set);
    if (char === "A") return anchor("^");
    if (char === "z") return anchor("$");
    if (char === "b" || char === "B") return anchor(boundary(char === "b"));
    return literal(this.character(char));
  }
  /** The character that stands after a backslash. */
  private character(char: string): string {
    const control = CONTROL[char];
    if (control !== undefined) return control;
    if (char === "x") return this.hex();
    if (/[A-Za-z0-9]/.test(char)) throw this.refuse(`there is no \\${char} in regular expressions of all engines`);
    return char;
  }
  private hex(): string {
    const rest = this.chars.slice(this.at, this.at + 10).join("");
    const [all = "", short, long] = /^(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]+)\})/.exec(rest) ?? [];
    const value = Number.parseInt(short ?? long ?? "", 16);
    if (!(value > 0 && value <= LAST)) throw this.refuse("\\x is followed by two hex digits, or by some in braces");
    this.at += all.length;
    return String.fromCodePoint(value);
  }

  private brackets(): Part {
    const negated = this.take("^");
    const ranges: Range[] = [];
    for (let first = true; first || !this.take("]"); first = false) {
      if (this.take("[:")) ranges.push(...this.named());
      else {
        const from = this.next();
        const set = from === "\\" ? this.shorthand() : undefined;
        if (set) {
          ranges.push(...set);
          continue;
        }
        const start = from === "\\" ? this.character(this.next()) : from;
        const ends = this.peek("-") && this.chars[this.at + 1] !== "]";
        if (ends) this.next();
        const last = ends ? this.next() : start;
        const end = ends && last === "\\" ? this.character(this.next()) : last;
        if (code(end) < code(start)) throw this.refuse(`the range ${start}-${end} is the wrong way around`);
        ranges.push([code(start), code(end)]);
      }
    }
    return negated ? notOneOf(ranges) : oneOf(ranges);
  }
  private named(): readonly Range[] {
    const end = this.chars.indexOf(":", this.at);
    const name = this.chars.slice(this.at, end).join("");
    const set = CLASSES[name];
    this.at = end + 1;
    if (!set || !this.take("]")) throw this.refuse(`there is no class [:${name}:]`);
    return set;
  }
  /** A shorthand after a backslash; undefined for any other character, which is left. */
  private shorthand(): readonly Range[] | undefined {
    const char = this.chars[this.at] ?? "";
    const set = SHORTHAND[char.toLowerCase()];
    if (set) this.at += 1;
    return set && char !== char.toLowerCase() ? complement(set) : set;
  }
}

/** Whether a word begins or ends here; PostgreSQL's own test goes with the locale. */
function boundary(is: boolean): string {
  const word = `[${classText(WORD)}]`;
  const [one, other] = is ? ["(?<=W)(?!W)", "(?<!W)(?=W)"] : ["(?<=W)(?=W)", "(?<!W)(?!W)"];
  return `(?:${one}|${other})`.replaceAll("W", word);
}

/** Whether an earlier alternative may match where a later one would match more. */
function isAmbiguous(a: Shape, b: Shape): boolean {
  if (a.words && b.words)
    return a.words.some((one) => b.words?.some((other) => other !== one && other.startsWith(one)));
  if (a.first && b.first && !overlap(a.first, b.first)) return false;
  return a.size === null || a.size !== b.size;
}

/**
 * A regular expression in PostgreSQL's language, with the number of its groups. `exact` says that it matters what is matched, and not only
 * whether something is.
 */
export function translated(
  pattern: string,
  exact: boolean,
  refuse: Refuse,
): { readonly text: string; readonly groups: number } {
  const reader = new Reader(pattern, exact, refuse);
  const text = reader.read();
  return { text, groups: reader.groups };
}
