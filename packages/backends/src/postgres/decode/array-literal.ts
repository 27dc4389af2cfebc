/** The elements of a PostgreSQL array literal: texts, NULLs, and arrays if it has several dimensions. */
export type ArrayElements = (string | null | ArrayElements)[];

/** An unquoted NULL. */
const NULL = "NULL";

/** Parses an array literal such as `{1,NULL,"a b"}` or `{{1,2},{3,4}}`; null if the text is not one. */
export function parseArrayLiteral(text: string): ArrayElements | null {
  // Lower bounds other than 1 are written before the array: [0:1]={1,2}
  const start = text.startsWith("[") ? text.indexOf("=") + 1 : 0;
  if (text[start] !== "{") return null;
  if (!text.includes('"', start) && text.lastIndexOf("{") === start) return parseFlat(text.slice(start + 1, -1));
  return parseNested(text, start);
}

/** Parses one dimension without quotes. */
function parseFlat(content: string): ArrayElements {
  return content === "" ? [] : content.split(",").map((element) => (element === NULL ? null : element));
}

function parseNested(text: string, start: number): ArrayElements | null {
  const stack: ArrayElements[] = [];
  for (let position = start; position < text.length; ) {
    const elements = stack.at(-1);
    switch (text[position]) {
      case "{": {
        const nested: ArrayElements = [];
        elements?.push(nested);
        stack.push(nested);
        position += 1;
        break;
      }
      case "}":
        if (stack.length === 1) return position === text.length - 1 ? (elements ?? null) : null;
        stack.pop();
        position += 1;
        break;
      case ",":
        position += 1;
        break;
      case '"': {
        const end = closingQuote(text, position + 1);
        elements?.push(text.slice(position + 1, end).replaceAll(/\\([\s\S])/g, "$1"));
        position = end + 1;
        break;
      }
      default: {
        const end = endOfToken(text, position);
        const token = text.slice(position, end);
        elements?.push(token === NULL ? null : token);
        position = end;
      }
    }
  }
  return null;
}

function closingQuote(text: string, start: number): number {
  let position = start;
  while (position < text.length && text[position] !== '"') position += text[position] === "\\" ? 2 : 1;
  return position;
}
function endOfToken(text: string, start: number): number {
  let position = start;
  while (position < text.length && text[position] !== "," && text[position] !== "}") position += 1;
  return position;
}
