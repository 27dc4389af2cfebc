const DTYPES = ["int64", "string", "float64", "date", "bool", "decimal(15, 2)"];

/**
 * Returns a program on a table of `width` columns: a chain of `depth` verbs that filter, compute, compare and drop in
 * turn.
 */
export function verbChain(width: number, depth: number): string {
  const columns = Array.from({ length: width }, (_, i) => {
    const dtype = DTYPES[i % DTYPES.length];
    return `  c${i}: ${i % 4 === 0 ? `notNull(${dtype})` : dtype},`;
  });
  const lines = [
    'import { bool, date, decimal, float64, int64, notNull, string, table } from "@avocet/core";',
    'const t0 = table("t", {',
    ...columns,
    "});",
  ];
  for (let d = 0; d < depth; d++) lines.push(`const t${d + 1} = t${d}.${verb(d, width)};`);
  lines.push(`export type R = Awaited<ReturnType<typeof t${depth}.execute>>[number];`);
  lines.push(`export const rows: Promise<R[]> = t${depth}.execute();`);
  return `${lines.join("\n")}\n`;
}

function verb(position: number, width: number): string {
  const a = Math.floor(((position * 6) % Math.floor((width * 2) / 3)) / 6) * 6;
  switch (position % 4) {
    case 0:
      return `filter((c) => c.c${a}.gt(${position}))`;
    case 1:
      return `mutate((c) => ({ m${position}: c.c${a + 2}.add(c.c${a}), n${position}: c.c${a}.add(1) }))`;
    case 2:
      return `mutate((c) => ({ s${position}: c.c${a}.eq(3).or(c.c${a + 1}.eq("x")), f${position}: c.c${a + 2}.coalesce(0) }))`;
    default:
      return `drop("c${width - 1 - position}")`;
  }
}

/**
 * Returns a program of `depth` rounds, each with a join on a shared key, a copied column, aggregates of groups and a
 * join with colliding names.
 */
export function joinRounds(depth: number): string {
  const lines = [
    'import { float64, int64, notNull, string, table } from "@avocet/core";',
    'const t0 = table("t", { id: notNull(int64), name: string, amount: float64 });',
  ];
  for (let d = 0; d < depth; d++)
    lines.push(
      `const u${d} = table("u${d}", { id: int64, name: string, rate${d}: float64 });`,
      `const t${d + 1} = t${d}`,
      `  .leftJoin(u${d}, "id", { suffix: "_${d}" })`,
      `  .mutate((c) => ({ copy: c.name, more${d}: c.rate${d}.mul(c.amount) }))`,
      `  .groupBy("id", "name").aggregate((c) => ({ copy: c.copy.max(), amount: c.more${d}.sum() }))`,
      `  .outerJoin(u${d}, [["id", "id"]], { suffix: "_out" })`,
      `  .select("id", "name", "amount", (c) => ({ part${d}: c.rate${d}.add(1) }));`,
    );
  lines.push(`export const rows = t${depth}.execute();`);
  return `${lines.join("\n")}\n`;
}
