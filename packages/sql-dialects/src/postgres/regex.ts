// Translates RE2 regular expressions to PostgreSQL's dialect, in which \w and \d depend on the locale, a point matches
// line ends, and the longest alternative matches rather than the first.

type Refuse = (why: string, instead?: string) => Error;
/** What a fragment of a pattern can match: a list of texts if they are few, else the possible first characters. */
interface Shape {
  /** All texts that it matches; null if there are too many. */
  readonly matchedTexts: readonly string[] | null;
  /** The number of characters that it matches; null if it varies. */
  readonly length: number | null;
  /** The characters that a match can begin with; null if unknown or if it can be empty. */
  readonly firstChars: readonly Range[] | null;
}
type Range = readonly [from: number, to: number];
interface Fragment extends Shape {
  readonly text: string;
}

const codePoint = (char: string): number => char.codePointAt(0) ?? 0;
const range = (from: string, to = from): Range => [codePoint(from), codePoint(to)];
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
const MAX_CODE_POINT = 0x10ffff;
const MAX_REPETITIONS = 255;
const MAX_MATCHED_TEXTS = 200;

const ESCAPES: ReadonlyMap<string, string> = new Map(
  Object.entries(CONTROL).map(([letter, char]) => [char, `\\${letter}`]),
);
const escapeChar = (char: string): string =>
  ESCAPES.get(char) ?? (/[A-Za-z0-9_\s]|[^\0-\x7f]/u.test(char) ? char : `\\${char}`);
const classBody = (ranges: readonly Range[]): string =>
  ranges
    .map(([from, to]) => [from, to].map((c) => escapeChar(String.fromCodePoint(c))))
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
  return next <= MAX_CODE_POINT ? [...gaps, [next, MAX_CODE_POINT]] : gaps;
};
const overlaps = (a: readonly Range[], b: readonly Range[]): boolean =>
  a.some(([from, to]) => b.some(([low, high]) => from <= high && low <= to));

const EMPTY: Fragment = { text: "", matchedTexts: [""], length: 0, firstChars: null };
const anchor = (text: string): Fragment => ({ ...EMPTY, text });
const literal = (char: string): Fragment => ({
  text: escapeChar(char),
  matchedTexts: [char],
  length: 1,
  firstChars: [range(char)],
});
const oneOf = (ranges: readonly Range[]): Fragment => ({
  text: `[${classBody(ranges)}]`,
  matchedTexts: null,
  length: 1,
  firstChars: ranges,
});
const notOneOf = (ranges: readonly Range[]): Fragment => ({
  ...oneOf(complement(ranges)),
  text: `[^${classBody(ranges)}]`,
});

function concatenate(a: Fragment, b: Fragment): Fragment {
  const texts = a.matchedTexts?.flatMap((left) => b.matchedTexts?.map((right) => left + right) ?? []) ?? [];
  return {
    text: a.text + b.text,
    matchedTexts: a.matchedTexts && b.matchedTexts && texts.length <= MAX_MATCHED_TEXTS ? texts : null,
    length: a.length === null || b.length === null ? null : a.length + b.length,
    firstChars: a.length === 0 ? b.firstChars : a.firstChars,
  };
}

/** A recursive-descent parser of a pattern. */
class PatternParser {
  groups = 0;
  private readonly chars: readonly string[];
  private position = 0;
  private readonly refuse: Refuse;
  /** True if the matched text matters, not only whether there is a match. */
  private readonly exact: boolean;

  constructor(pattern: string, exact: boolean, refuse: Refuse) {
    this.chars = [...pattern];
    this.exact = exact;
    this.refuse = refuse;
  }
  read(): string {
    const { text } = this.parseAlternatives();
    if (this.position < this.chars.length) throw this.refuse("the regular expression has an unmatched )");
    return text;
  }
  private peek(text: string): boolean {
    return [...text].every((char, i) => this.chars[this.position + i] === char);
  }
  private accept(text: string): boolean {
    if (!this.peek(text)) return false;
    this.position += text.length;
    return true;
  }
  private next(): string {
    const char = this.chars[this.position++];
    if (char === undefined) throw this.refuse("the regular expression ends unexpectedly");
    return char;
  }

  private parseAlternatives(): Fragment {
    const branches = [this.parseBranch()];
    while (this.accept("|")) branches.push(this.parseBranch());
    const [firstBranch = EMPTY, secondBranch] = branches;
    if (!secondBranch) return firstBranch;
    if (this.exact && branches.some((a, i) => branches.slice(i + 1).some((b) => isAmbiguous(a, b))))
      throw this.refuse(
        "PostgreSQL matches the longest of several alternatives, not the first",
        "write alternatives that start with different characters, or plain text with the longer alternative first",
      );
    const texts = branches.flatMap((b) => b.matchedTexts ?? []);
    const sizes = new Set(branches.map((b) => b.length));
    return {
      text: branches.map((b) => b.text).join("|"),
      matchedTexts: branches.every((b) => b.matchedTexts) && texts.length <= MAX_MATCHED_TEXTS ? texts : null,
      length: sizes.size === 1 ? firstBranch.length : null,
      firstChars: branches.every((b) => b.firstChars) ? branches.flatMap((b) => b.firstChars ?? []) : null,
    };
  }
  private parseBranch(): Fragment {
    let sequence = EMPTY;
    while (this.position < this.chars.length && !this.peek("|") && !this.peek(")"))
      sequence = concatenate(sequence, this.parseRepetition(this.parseAtom()));
    return sequence;
  }

  private parseRepetition(fragment: Fragment): Fragment {
    const quantifier = this.parseQuantifier();
    if (!quantifier) return fragment;
    if (this.peek("?") || this.peek("+") || this.peek("*"))
      throw this.refuse(
        "PostgreSQL cannot mix greedy and lazy quantifiers",
        "write the pattern without lazy or possessive quantifiers such as *?, +? and ??",
      );
    const { text, min, max } = quantifier;
    if (Math.max(min, max ?? 0) > MAX_REPETITIONS)
      throw this.refuse(`PostgreSQL allows at most ${MAX_REPETITIONS} repetitions`);
    const length = fragment.length !== null && min === max ? fragment.length * min : null;
    return {
      text: fragment.text + text,
      matchedTexts: null,
      length,
      firstChars: min === 0 ? null : fragment.firstChars,
    };
  }
  private parseQuantifier(): { readonly text: string; readonly min: number; readonly max: number | null } | null {
    if (this.accept("*")) return { text: "*", min: 0, max: null };
    if (this.accept("+")) return { text: "+", min: 1, max: null };
    if (this.accept("?")) return { text: "?", min: 0, max: 1 };
    const [text, minDigits, comma, maxDigits] =
      /^\{(\d+)(,?)(\d*)\}/.exec(this.chars.slice(this.position, this.position + 20).join("")) ?? [];
    if (text === undefined) return null;
    this.position += text.length;
    return {
      text,
      min: Number(minDigits),
      max: comma === "" ? Number(minDigits) : maxDigits === "" ? null : Number(maxDigits),
    };
  }

  private parseAtom(): Fragment {
    const char = this.next();
    switch (char) {
      case "(":
        return this.parseGroup();
      case "[":
        return this.parseBrackets();
      case ".":
        return notOneOf([range("\n")]);
      case "^":
        return anchor("^");
      case "$":
        return anchor("$");
      case "\\":
        return this.parseEscape();
      case "*":
      case "+":
      case "?":
        throw this.refuse(`nothing precedes the quantifier ${char}`);
      default:
        return literal(char);
    }
  }
  private parseGroup(): Fragment {
    const isNonCapturing = this.accept("?:");
    if (!isNonCapturing && this.peek("?")) throw this.refuse("only ( ) and (?: ) groups are supported");
    if (!isNonCapturing) this.groups += 1;
    const body = this.parseAlternatives();
    if (!this.accept(")")) throw this.refuse("the regular expression has an unclosed group");
    return { ...body, text: `${isNonCapturing ? "(?:" : "("}${body.text})` };
  }
  private parseEscape(): Fragment {
    const char = this.next();
    const set = SHORTHAND[char.toLowerCase()];
    if (set) return char === char.toLowerCase() ? oneOf(set) : notOneOf(set);
    if (char === "A") return anchor("^");
    if (char === "z") return anchor("$");
    if (char === "b" || char === "B") return anchor(wordBoundary(char === "b"));
    return literal(this.escapedCharacter(char));
  }
  /** The character that an escape stands for; the backslash is consumed already. */
  private escapedCharacter(char: string): string {
    const control = CONTROL[char];
    if (control !== undefined) return control;
    if (char === "x") return this.parseHex();
    if (/[A-Za-z0-9]/.test(char)) throw this.refuse(`the escape \\${char} is not portable across engines`);
    return char;
  }
  private parseHex(): string {
    const rest = this.chars.slice(this.position, this.position + 10).join("");
    const [match = "", short, long] = /^(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]+)\})/.exec(rest) ?? [];
    const value = Number.parseInt(short ?? long ?? "", 16);
    if (!(value > 0 && value <= MAX_CODE_POINT))
      throw this.refuse("\\x must be followed by two hex digits, or by hex digits in braces");
    this.position += match.length;
    return String.fromCodePoint(value);
  }

  private parseBrackets(): Fragment {
    const negated = this.accept("^");
    const ranges: Range[] = [];
    for (let first = true; first || !this.accept("]"); first = false) {
      if (this.accept("[:")) ranges.push(...this.parseNamedClass());
      else {
        const from = this.next();
        const set = from === "\\" ? this.parseShorthand() : undefined;
        if (set) {
          ranges.push(...set);
          continue;
        }
        const start = from === "\\" ? this.escapedCharacter(this.next()) : from;
        const isRange = this.peek("-") && this.chars[this.position + 1] !== "]";
        if (isRange) this.next();
        const last = isRange ? this.next() : start;
        const end = isRange && last === "\\" ? this.escapedCharacter(this.next()) : last;
        if (codePoint(end) < codePoint(start)) throw this.refuse(`the character range ${start}-${end} is reversed`);
        ranges.push([codePoint(start), codePoint(end)]);
      }
    }
    return negated ? notOneOf(ranges) : oneOf(ranges);
  }
  private parseNamedClass(): readonly Range[] {
    const end = this.chars.indexOf(":", this.position);
    const name = this.chars.slice(this.position, end).join("");
    const set = CLASSES[name];
    this.position = end + 1;
    if (!set || !this.accept("]")) throw this.refuse(`unknown character class [:${name}:]`);
    return set;
  }
  /** A class such as \d after a backslash; undefined for any other character, which is not consumed. */
  private parseShorthand(): readonly Range[] | undefined {
    const char = this.chars[this.position] ?? "";
    const set = SHORTHAND[char.toLowerCase()];
    if (set) this.position += 1;
    return set && char !== char.toLowerCase() ? complement(set) : set;
  }
}

/** Word boundary or its opposite; PostgreSQL's `\y` is locale-dependent. */
function wordBoundary(isBoundary: boolean): string {
  const wordClass = `[${classBody(WORD)}]`;
  const [first, second] = isBoundary ? ["(?<=W)(?!W)", "(?<!W)(?=W)"] : ["(?<=W)(?=W)", "(?<!W)(?!W)"];
  return `(?:${first}|${second})`.replaceAll("W", wordClass);
}

/** True if the later alternative `b` may match more text than `a` at the same position. */
function isAmbiguous(a: Shape, b: Shape): boolean {
  if (a.matchedTexts && b.matchedTexts)
    return a.matchedTexts.some((text) => b.matchedTexts?.some((longer) => longer !== text && longer.startsWith(text)));
  if (a.firstChars && b.firstChars && !overlaps(a.firstChars, b.firstChars)) return false;
  return a.length === null || a.length !== b.length;
}

/**
 * Translates a regular expression to PostgreSQL's dialect and counts its capturing groups. With `exact` the matched
 * text matters, not only whether there is a match. Throws for patterns that PostgreSQL would match differently.
 */
export function translateRegex(
  pattern: string,
  exact: boolean,
  refuse: Refuse,
): { readonly text: string; readonly groups: number } {
  const parser = new PatternParser(pattern, exact, refuse);
  const text = parser.read();
  return { text, groups: parser.groups };
}
