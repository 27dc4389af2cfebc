/** The name with the smallest edit distance to `target`, if it is small enough for a typo. */
export function nearestName(target: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const distance = editDistance(target.toLowerCase(), name.toLowerCase());
    const allowed = Math.max(1, Math.floor(Math.max(target.length, name.length) / 3));
    if (distance <= allowed && distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * A hint with the nearest name, if there is one, and the names that exist.
 * @example suggestion("amuont", ["amount"]) // "Did you mean `amount`? There are these columns: amount."
 */
export function suggestion(target: string, names: readonly string[], noun = "columns"): string {
  const nearest = nearestName(target, names);
  const shown = names.slice(0, 20).join(", ") + (names.length > 20 ? `, … (${names.length} in all)` : "");
  const list = names.length ? `There are these ${noun}: ${shown}.` : `There are no ${noun}.`;
  return nearest === undefined ? list : `Did you mean \`${nearest}\`? ${list}`;
}

/** Levenshtein distance, computed row by row. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, substitution));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
