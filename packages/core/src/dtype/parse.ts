import { AvocetError } from "../errors.js";
import * as d from "./dtype.js";
import { INTEGER_KINDS } from "./kinds.js";
import { printDType } from "./print.js";
import { MAX_DEPTH } from "./size.js";

const SIMPLE: ReadonlyMap<string, d.DType> = new Map<string, d.DType>([
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
 * Reads the canonical text of a dtype, as {@link printDType} writes it.
 * @throws AvocetError `invalid-dtype` that shows where the text stops making sense
 * @example parseDType("array<!int64>")
 */
export function parseDType(text: string): d.DType {
  let position = 0;
  let token = read();

  function read(): Token {
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(text);
    if (!match) {
      if (text.slice(position).trim() === "") return { kind: "end", text: "the end" };
      throw fail();
    }
    position = TOKEN.lastIndex;
    if (match[1] !== undefined) return { kind: "name", text: match[1] };
    if (match[2] !== undefined) return { kind: "number", text: match[2] };
    if (match[3] !== undefined) return { kind: "quoted", text: match[3].replace(/\\(.)/g, "$1") };
    return { kind: "sign", text: match[4] ?? "" };
  }
  function fail(wanted = "a dtype such as int64, decimal(15, 2) or array<string>"): AvocetError {
    return new AvocetError("invalid-dtype", `cannot read the dtype ${JSON.stringify(text)}: wanted ${wanted}`, {
      detail: `${text}\n${" ".repeat(Math.max(0, position - 1))}^`,
    });
  }
  function take(sign: string): boolean {
    if (token.kind !== "sign" || token.text !== sign) return false;
    token = read();
    return true;
  }
  function want(sign: string): void {
    if (!take(sign)) throw fail(`"${sign}"`);
  }
  function value(kind: Token["kind"], wanted: string): string {
    if (token.kind !== kind) throw fail(wanted);
    const { text: found } = token;
    token = read();
    return found;
  }
  function type(depth: number): d.DType {
    if (depth > MAX_DEPTH) throw fail(`at most ${MAX_DEPTH} levels of nesting`);
    return take("!") ? d.notNull(named(depth)) : named(depth);
  }
  function named(depth: number): d.DType {
    const name = value("name", "the name of a dtype");
    switch (name) {
      case "decimal":
        return numbers((p, s) => d.decimal(p, s));
      case "timestamp":
        return stamp();
      case "array":
        return bracketed(() => d.array(type(depth + 1)));
      case "map":
        return bracketed(() => {
          const key = type(depth + 1);
          want(",");
          return d.map(key, type(depth + 1));
        });
      case "struct":
        return bracketed(() => d.struct(fields(depth)));
      default: {
        const simple = SIMPLE.get(name);
        if (!simple) throw fail();
        return simple;
      }
    }
  }
  function bracketed<T>(inside: () => T): T {
    want("<");
    const result = inside();
    want(">");
    return result;
  }
  function numbers(make: (precision?: number, scale?: number) => d.DType): d.DType {
    if (!take("(")) return make();
    const precision = Number(value("number", "a precision"));
    const scale = take(",") ? Number(value("number", "a scale")) : 0;
    want(")");
    try {
      return make(precision, scale);
    } catch (error) {
      throw fail(error instanceof Error ? error.message : undefined);
    }
  }
  function stamp(): d.DType {
    if (!take("(")) return d.timestamp();
    const zone = token.kind === "quoted" ? value("quoted", "a zone") : null;
    const scale = zone === null || take(",") ? Number(value("number", "a scale")) : 6;
    want(")");
    if (scale > 9) throw fail("a scale of 0 to 9");
    return d.timestamp(zone, scale);
  }
  function fields(depth: number): d.Schema {
    const found: [string, d.DType][] = [];
    while (!(token.kind === "sign" && token.text === ">")) {
      const name = value(token.kind === "quoted" ? "quoted" : "name", "the name of a field");
      want(":");
      found.push([name, type(depth + 1)]);
      if (!take(",")) break;
    }
    return Object.fromEntries(found);
  }

  const result = type(0);
  if (token.kind !== "end") throw fail("nothing more");
  return result;
}

/** As {@link parseDType}, for text that a program wrote: undefined unless the text is just as {@link printDType} writes it. */
export function parseCanonical(text: string): d.DType | undefined {
  const dtype = parseDType(text);
  return printDType(dtype) === text ? dtype : undefined;
}
