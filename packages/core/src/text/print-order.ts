import type { Relation } from "../ir/relation.js";
import { inputsOf } from "../ir/walk.js";

/**
 * The order in which relations are printed: breadth-first from the roots, then sorted topologically (Kahn's algorithm),
 * so that each relation follows its inputs.
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
  const pendingInputs = new Map(queue.map((node) => [node, inputs.get(node)?.length ?? 0]));
  const order = queue.filter((node) => pendingInputs.get(node) === 0);
  for (const node of order) {
    for (const user of users.get(node) ?? []) {
      const remaining = (pendingInputs.get(user) ?? 0) - 1;
      pendingInputs.set(user, remaining);
      if (remaining === 0) order.push(user);
    }
  }
  return order;
}
