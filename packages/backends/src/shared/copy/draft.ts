import { randomUUID } from "node:crypto";

/** A table that is being filled. One that is left behind by a process that was killed is known by its name, and by its age. */
const PREFIX = "avocet_draft_";
const OLD_MS = 24 * 60 * 60 * 1000;
const DRAFT = new RegExp(`^${PREFIX}([0-9a-z]+)_[0-9a-f]{8}$`);

export const draftName = (now = Date.now()): string => `${PREFIX}${now.toString(36)}_${randomUUID().slice(0, 8)}`;

/** Whether a table was left behind: no copy takes a day. */
export function isLeftOver(name: string, now = Date.now()): boolean {
  const [, made] = DRAFT.exec(name) ?? [];
  return made !== undefined && now - Number.parseInt(made, 36) > OLD_MS;
}
