import { parseCanonical } from "../dtype/parse.js";
import type { OptionKind } from "../ir/options.js";
import { dtypeOption, INTERVAL_FIELDS, intervalOption, pathOption, stringsOption } from "../ir/options.js";
import { invalidJson, rethrowAsInvalidJson } from "./json-checks.js";

const readList = (json: unknown): unknown => (Array.isArray(json) ? Object.freeze([...json]) : json);

function readInterval(json: unknown): unknown {
  if (typeof json !== "object" || json === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(json));
  if (fields.size !== INTERVAL_FIELDS.length) return undefined;
  return Object.freeze(Object.fromEntries(INTERVAL_FIELDS.map((field) => [field, fields.get(field)])));
}

/** How options that JSON does not represent as they are are read. The result is tested afterwards. */
const READERS: ReadonlyMap<OptionKind<never>, (json: unknown) => unknown> = new Map<
  OptionKind<never>,
  (json: unknown) => unknown
>([
  [stringsOption, readList],
  [pathOption, readList],
  [dtypeOption, (json) => (typeof json === "string" ? parseCanonical(json) : undefined)],
  [intervalOption, readInterval],
]);

/** Reads an option, such as a unit or a dtype, and tests it. */
export function readOption(json: unknown, kind: OptionKind<never> | undefined, path: string): unknown {
  if (!kind) throw invalidJson(path, "this option cannot be read from JSON");
  const read = READERS.get(kind);
  const option = read ? rethrowAsInvalidJson(path, () => read(json)) : json;
  if (option === undefined || !kind.test(option)) throw invalidJson(path, `expected ${kind.label}`);
  return option === 0 ? 0 : option;
}
