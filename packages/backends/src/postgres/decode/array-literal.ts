/** The parts of an array as PostgreSQL writes it: texts, NULLs, and arrays where it has more dimensions. */
export type ArrayParts = (string | null | ArrayParts)[];

/** What stands for a NULL, unless in quotes. */
const NULL = "NULL";

/** Takes apart text such as `{1,NULL,"a b"}` or `{{1,2},{3,4}}`; null where it is no such text. */
export function arrayParts(text: string): ArrayParts | null {
  // Bounds that do not begin with 1 are written before the array: [0:1]={1,2}
  const start = text.startsWith("[") ? text.indexOf("=") + 1 : 0;
  if (text[start] !== "{") return null;
  if (!text.includes('"', start) && text.lastIndexOf("{") === start) return simple(text.slice(start + 1, -1));
  return general(text, start);
}

/** One dimension without quotes. */
function simple(inside: string): ArrayParts {
  return inside === "" ? [] : inside.split(",").map((part) => (part === NULL ? null : part));
}

function general(text: string, start: number): ArrayParts | null {
  const open: ArrayParts[] = [];
  for (let at = start; at < text.length; ) {
    const parts = open.at(-1);
    switch (text[at]) {
      case "{": {
        const inner: ArrayParts = [];
        parts?.push(inner);
        open.push(inner);
        at += 1;
        break;
      }
      case "}":
        if (open.length === 1) return at === text.length - 1 ? (parts ?? null) : null;
        open.pop();
        at += 1;
        break;
      case ",":
        at += 1;
        break;
      case '"': {
        const end = closingQuote(text, at + 1);
        parts?.push(text.slice(at + 1, end).replaceAll(/\\([\s\S])/g, "$1"));
        at = end + 1;
        break;
      }
      default: {
        const end = endOfWord(text, at);
        const word = text.slice(at, end);
        parts?.push(word === NULL ? null : word);
        at = end;
      }
    }
  }
  return null;
}

function closingQuote(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}
function endOfWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== "," && text[at] !== "}") at += 1;
  return at;
}
