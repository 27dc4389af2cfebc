import type { Relation } from "./relation.js";
import { selfReference } from "./relation.js";

/** The relations whose callbacks are being run now, innermost last: a subquery that is built inside may refer to their columns. */
const scopes: Relation[] = [];

/** Runs a callback over the columns of `relations`; tables that it builds may use those columns. */
export function withScope<T>(relations: readonly Relation[], callback: () => T): T {
  scopes.push(...relations);
  try {
    return callback();
  } finally {
    scopes.length -= relations.length;
  }
}

export const inScope = (relation: Relation): boolean => scopes.includes(relation);

/**
 * The relation, under an identity of its own where a callback over its rows is being run: what is built inside is about other rows
 * than the callback's.
 */
export const apart = (relation: Relation): Relation =>
  inScope(relation) ? selfReference(relation, `inner${scopes.length}`) : relation;
