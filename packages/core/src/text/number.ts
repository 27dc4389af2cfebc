import type { Relation } from "../ir/relation.js";
import { inputsOf } from "../ir/walk.js";

/**
 * The order in which relations are printed: breadth first from the root, then sorted by Kahn's algorithm so that each stands after
 * what it reads.
 */
export function printOrder(roots: readonly Relation[]): Relation[] {
  const inputs = new Map<Relation, readonly Relation[]>();
  const users = new Map<Relation, Relation[]>();
  const queue: Relation[] = [...new Set(roots)];
  for (const root of queue) inputs.set(root, inputsOf(root));
  for (const node of queue) {
    for (const input of inputs.get(node) ?? []) {
      users.set(input, [...(users.get(input) ?? []), node]);
      if (inputs.has(input)) continue;
      inputs.set(input, inputsOf(input));
      queue.push(input);
    }
  }
  const waiting = new Map(queue.map((node) => [node, inputs.get(node)?.length ?? 0]));
  const order = queue.filter((node) => waiting.get(node) === 0);
  for (const node of order) {
    for (const user of users.get(node) ?? []) {
      const left = (waiting.get(user) ?? 0) - 1;
      waiting.set(user, left);
      if (left === 0) order.push(user);
    }
  }
  return order;
}
