import type { Tree } from "./syntax.js";

/** An edit of a text: replaces the bytes from `start` to `end` by `text`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** An edited text, which maps byte positions back to the original. */
export interface EditedText {
  readonly text: string;
  originalPosition(byte: number): number;
}

export function applyEdits(text: string, edits: readonly Edit[]): EditedText {
  const bytes = Buffer.from(text);
  const sorted = edits.toSorted((a, b) => a.start - b.start);
  const chunks: Buffer[] = [];
  const shifts: { readonly start: number; readonly shift: number }[] = [];
  let position = 0;
  let shift = 0;
  for (const edit of sorted) {
    const replacement = Buffer.from(edit.text);
    chunks.push(bytes.subarray(position, edit.start), replacement);
    position = edit.end;
    shift += replacement.length - (edit.end - edit.start);
    shifts.push({ start: edit.start + shift + (edit.end - edit.start), shift });
  }
  chunks.push(bytes.subarray(position));
  const originalPosition = (byte: number): number =>
    byte - (shifts.findLast(({ start: from }) => from <= byte)?.shift ?? 0);
  return { text: Buffer.concat(chunks).toString(), originalPosition };
}

/** Removes edits that are nested in another one. Nested expressions need another pass. */
export const outermostEdits = (edits: readonly Edit[]): readonly Edit[] =>
  edits.filter(
    (edit) =>
      !edits.some((enclosing) => enclosing !== edit && enclosing.start <= edit.start && edit.end <= enclosing.end),
  );

/** Returns the text of a node. */
export const nodeText = (text: string, { start, end }: Pick<Tree, "start" | "end">): string =>
  Buffer.from(text).subarray(start, end).toString();

/** Quotes an identifier with backticks. */
export const quoteIdentifier = (name: string): string =>
  `\`${name.replace(/[\\`]/g, "\\$&").replaceAll("\n", "\\n")}\``;

const POSITION = / \[at (\d+):(\d+)\]$/;

/** Converts the position in a message about an edited text to one in the original. */
export function relocateMessage(message: string, original: string, edited: EditedText): string {
  const match = POSITION.exec(message);
  if (!match) return message;
  const [line, column] = [Number(match[1]), Number(match[2])];
  const lines = edited.text.split("\n");
  const preceding = `${lines.slice(0, line - 1).join("\n")}${line > 1 ? "\n" : ""}`;
  const byte = Buffer.byteLength(preceding + [...(lines[line - 1] ?? "")].slice(0, column - 1).join(""));
  const originalPreceding = Buffer.from(original).subarray(0, edited.originalPosition(byte)).toString();
  const originalLines = originalPreceding.split("\n");
  return message.replace(POSITION, ` [at ${originalLines.length}:${[...(originalLines.at(-1) ?? "")].length + 1}]`);
}
