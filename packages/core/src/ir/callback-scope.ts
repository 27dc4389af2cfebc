import type { Relation } from "./relation.js";
import { selfReference } from "./relation.js";

/**
 * The relations whose callbacks are currently running, innermost last. A subquery built inside a callback may refer to
 * their columns.
 */
const callbackStack: Relation[] = [];

/** Runs a callback over the columns of `relations`. Tables built inside it may refer to those columns. */
export function withCallbackScope<T>(relations: readonly Relation[], callback: () => T): T {
  callbackStack.push(...relations);
  try {
    return callback();
  } finally {
    callbackStack.length -= relations.length;
  }
}

/** Whether a callback over the rows of `relation` is running. */
export const isInCallbackScope = (relation: Relation): boolean => callbackStack.includes(relation);

/**
 * Returns the relation, wrapped in a self-reference if a callback over its rows is running. Inside such a callback the
 * same table means other rows than the callback's, so it needs a separate identity.
 */
export const withFreshAliasIfInScope = (relation: Relation): Relation =>
  isInCallbackScope(relation) ? selfReference(relation, `inner${callbackStack.length}`) : relation;
