import { randomUUID } from "node:crypto";

// A draft is a table that is being filled. Its name contains the time of its creation, so that drafts of killed
// processes can be dropped.
const DRAFT_PREFIX = "avocet_draft_";
const MAX_DRAFT_AGE_MS = 24 * 60 * 60 * 1000;
const DRAFT_NAME = new RegExp(`^${DRAFT_PREFIX}([0-9a-z]+)_[0-9a-f]{8}$`);

export const draftTableName = (now = Date.now()): string =>
  `${DRAFT_PREFIX}${now.toString(36)}_${randomUUID().slice(0, 8)}`;

/** Whether a table is the draft of a copy that was killed. Assumes that no copy takes a day. */
export function isAbandonedDraft(name: string, now = Date.now()): boolean {
  const [, createdAt] = DRAFT_NAME.exec(name) ?? [];
  return createdAt !== undefined && now - Number.parseInt(createdAt, 36) > MAX_DRAFT_AGE_MS;
}
