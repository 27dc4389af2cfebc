import type { Tree } from "./syntax.js";

/** A change of a text: the bytes from `start` to `end` become `text`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A text with some of its parts changed, and where a byte of the new one was in the old one. */
export interface Edited {
  readonly text: string;
  original(byte: number): number;
}

export function edited(text: string, edits: readonly Edit[]): Edited {
  const bytes = Buffer.from(text);
  const sorted = edits.toSorted((a, b) => a.start - b.start);
  const parts: Buffer[] = [];
  const shifts: { readonly from: number; readonly by: number }[] = [];
  let at = 0;
  let shift = 0;
  for (const edit of sorted) {
    const replacement = Buffer.from(edit.text);
    parts.push(bytes.subarray(at, edit.start), replacement);
    at = edit.end;
    shift += replacement.length - (edit.end - edit.start);
    shifts.push({ from: edit.start + shift + (edit.end - edit.start), by: shift });
  }
  parts.push(bytes.subarray(at));
  const original = (byte: number): number => byte - (shifts.findLast(({ from }) => from <= byte)?.by ?? 0);
  return { text: Buffer.concat(parts).toString(), original };
}

/** The changes that do not lie in another one: what is inside is to be changed the next time. */
export const outermost = (edits: readonly Edit[]): readonly Edit[] =>
  edits.filter((edit) => !edits.some((other) => other !== edit && other.start <= edit.start && edit.end <= other.end));

/** The text of a node. */
export const slice = (text: string, { start, end }: Pick<Tree, "start" | "end">): string =>
  Buffer.from(text).subarray(start, end).toString();

/** A name in backticks. */
export const quoted = (name: string): string => `\`${name.replace(/[\\`]/g, "\\$&").replaceAll("\n", "\\n")}\``;

const POSITION = / \[at (\d+):(\d+)\]$/;

/** A message about an edited text, with its position as it is in the original. */
export function relocated(message: string, before: string, after: Edited): string {
  const found = POSITION.exec(message);
  if (!found) return message;
  const [line, column] = [Number(found[1]), Number(found[2])];
  const lines = after.text.split("\n");
  const ahead = `${lines.slice(0, line - 1).join("\n")}${line > 1 ? "\n" : ""}`;
  const byte = Buffer.byteLength(ahead + [...(lines[line - 1] ?? "")].slice(0, column - 1).join(""));
  const there = Buffer.from(before).subarray(0, after.original(byte)).toString();
  const row = there.split("\n");
  return message.replace(POSITION, ` [at ${row.length}:${[...(row.at(-1) ?? "")].length + 1}]`);
}
