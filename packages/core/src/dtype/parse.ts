import { AvocetError } from "../errors.js";
import * as d from "./dtype.js";
import { INTEGER_KINDS } from "./kinds.js";
import { printDType } from "./print.js";
import { MAX_DEPTH } from "./size.js";

const SIMPLE_DTYPES: ReadonlyMap<string, d.DType> = new Map<string, d.DType>([
  ...[d.nullType, d.bool, d.float32, d.float64, d.string, d.binary, d.date, d.time, d.interval, d.json].map(
    (t) => [t.kind, t] as const,
  ),
  ...INTEGER_KINDS.map((kind): readonly [string, d.DType] => [kind, Object.freeze({ kind, nullable: true })]),
  ["uuid", d.uuid],
  ["inet", d.inet],
  ["boolean", d.bool],
]);
const TOKEN = /\s*(?:([A-Za-z_][A-Za-z0-9_]*)|(\d+)|'((?:[^'\\]|\\.)*)'|([!<>(),:]))/y;

type Token = { readonly kind: "name" | "number" | "quoted" | "sign" | "end"; readonly text: string };

/**
 * Parses the canonical text of a dtype, as printed by {@link printDType}.
 * @throws AvocetError `invalid-dtype`, with the position of the syntax error
 * @example parseDType("array<!int64>")
 */
export function parseDType(text: string): d.DType {
  let position = 0;
  let token = readToken();

  function readToken(): Token {
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(text);
    if (!match) {
      if (text.slice(position).trim() === "") return { kind: "end", text: "the end" };
      throw syntaxError();
    }
    position = TOKEN.lastIndex;
    if (match[1] !== undefined) return { kind: "name", text: match[1] };
    if (match[2] !== undefined) return { kind: "number", text: match[2] };
    if (match[3] !== undefined) return { kind: "quoted", text: match[3].replace(/\\(.)/g, "$1") };
    return { kind: "sign", text: match[4] ?? "" };
  }
  function syntaxError(expected = "a dtype such as int64, decimal(15, 2) or array<string>"): AvocetError {
    return new AvocetError("invalid-dtype", `Cannot parse the dtype ${JSON.stringify(text)}: expected ${expected}`, {
      detail: `${text}\n${" ".repeat(Math.max(0, position - 1))}^`,
    });
  }
  function takeSymbol(sign: string): boolean {
    if (token.kind !== "sign" || token.text !== sign) return false;
    token = readToken();
    return true;
  }
  function expectSymbol(sign: string): void {
    if (!takeSymbol(sign)) throw syntaxError(`"${sign}"`);
  }
  function expectToken(kind: Token["kind"], expected: string): string {
    if (token.kind !== kind) throw syntaxError(expected);
    const { text: tokenText } = token;
    token = readToken();
    return tokenText;
  }
  function parseType(depth: number): d.DType {
    if (depth > MAX_DEPTH) throw syntaxError(`at most ${MAX_DEPTH} levels of nesting`);
    return takeSymbol("!") ? d.notNull(parseNamed(depth)) : parseNamed(depth);
  }
  function parseNamed(depth: number): d.DType {
    const name = expectToken("name", "the name of a dtype such as int64");
    switch (name) {
      case "decimal":
        return parseDecimal((p, s) => d.decimal(p, s));
      case "timestamp":
        return parseTimestamp();
      case "array":
        return parseBracketed(() => d.array(parseType(depth + 1)));
      case "map":
        return parseBracketed(() => {
          const key = parseType(depth + 1);
          expectSymbol(",");
          return d.map(key, parseType(depth + 1));
        });
      case "struct":
        return parseBracketed(() => d.struct(parseFields(depth)));
      default: {
        const simple = SIMPLE_DTYPES.get(name);
        if (!simple) throw syntaxError();
        return simple;
      }
    }
  }
  function parseBracketed<T>(parseContents: () => T): T {
    expectSymbol("<");
    const result = parseContents();
    expectSymbol(">");
    return result;
  }
  function parseDecimal(create: (precision?: number, scale?: number) => d.DType): d.DType {
    if (!takeSymbol("(")) return create();
    const precision = Number(expectToken("number", "a precision"));
    const scale = takeSymbol(",") ? Number(expectToken("number", "a scale")) : 0;
    expectSymbol(")");
    try {
      return create(precision, scale);
    } catch (error) {
      throw syntaxError(error instanceof Error ? error.message : undefined);
    }
  }
  function parseTimestamp(): d.DType {
    if (!takeSymbol("(")) return d.timestamp();
    const zone = token.kind === "quoted" ? expectToken("quoted", "a zone") : null;
    const scale = zone === null || takeSymbol(",") ? Number(expectToken("number", "a scale")) : 6;
    expectSymbol(")");
    if (scale > 9) throw syntaxError("a scale of 0 to 9");
    return d.timestamp(zone, scale);
  }
  function parseFields(depth: number): d.Schema {
    const entries: [string, d.DType][] = [];
    while (!(token.kind === "sign" && token.text === ">")) {
      const name = expectToken(token.kind === "quoted" ? "quoted" : "name", "the name of a field");
      expectSymbol(":");
      entries.push([name, parseType(depth + 1)]);
      if (!takeSymbol(",")) break;
    }
    return Object.fromEntries(entries);
  }

  const result = parseType(0);
  if (token.kind !== "end") throw syntaxError("the end of the text");
  return result;
}

/** Like {@link parseDType}, but returns undefined unless the text is exactly what {@link printDType} prints. */
export function parseCanonical(text: string): d.DType | undefined {
  const dtype = parseDType(text);
  return printDType(dtype) === text ? dtype : undefined;
}
