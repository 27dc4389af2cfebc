/** An object with a value for each name. `__proto__` is a name like any other. */
export function record(names: readonly string[], value: (i: number) => unknown): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [i, name] of names.entries())
    if (name === "__proto__") define(made, name, value(i));
    else made[name] = value(i);
  return made;
}

/** Gives an object a property of its own, whatever its name. */
export function define(made: object, name: string, value: unknown): void {
  Object.defineProperty(made, name, { value, enumerable: true, writable: true, configurable: true });
}
