/** Builds an object with a value for each name. `__proto__` becomes an ordinary property. */
export function buildRecord(names: readonly string[], value: (i: number) => unknown): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [i, name] of names.entries())
    if (name === "__proto__") defineOwnProperty(object, name, value(i));
    else object[name] = value(i);
  return object;
}

/** Defines an own property, even if its name is `__proto__`. */
export function defineOwnProperty(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true });
}
