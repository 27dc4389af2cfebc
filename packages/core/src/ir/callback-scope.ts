import type { Relation } from "./relation.js";
import { selfReference } from "./relation.js";

/** The relations whose callbacks are being run now, innermost last: a subquery that is built inside may refer to their columns. */
const callbackStack: Relation[] = [];

/** Runs a callback over the columns of `relations`; tables that it builds may use those columns. */
export function withCallbackScope<T>(relations: readonly Relation[], callback: () => T): T {
  callbackStack.push(...relations);
  try {
    return callback();
  } finally {
    callbackStack.length -= relations.length;
  }
}

export const isInCallbackScope = (relation: Relation): boolean => callbackStack.includes(relation);

/**
 * The relation, under an identity of its own where a callback over its rows is being run: what is built inside is about other rows
 * than the callback's.
 */
export const withFreshAliasIfInScope = (relation: Relation): Relation =>
  isInCallbackScope(relation) ? selfReference(relation, `inner${callbackStack.length}`) : relation;
