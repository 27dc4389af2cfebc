import { array, int64, string, struct, table } from "avocet";
import { expect, test } from "vitest";

const posts = table("posts", {
  id: int64,
  title: string,
  tags: array(string),
  place: struct({ x: int64 }),
});

// A module that exports a table must compile with `declaration`: the package exports every type in a verb's result.
export const filled = posts.fillNull({ title: "" });
export const filledAll = posts.fillNull(0);
export const cast = posts.cast({ id: string });
export const tried = posts.tryCast({ title: int64 });
export const unnested = posts.unnest("tags", { as: "tag", offset: "at" });
export const unpacked = posts.unpack("place");
export const described = posts.describe();
export const info = posts.info();
export const rolledUp = posts.rollup("title").count();
export const sets = posts
  .groupBy("id")
  .groupingSets([["title"], []])
  .count();
export const crossJoined = posts.crossJoin(filled);
export const counted = posts.valueCounts("title", { name: "n" });
export const top = posts.topK("title", 3);

test("verbs return tables that a module can export", () => {
  expect(unnested.columns).toEqual(["id", "title", "tags", "place", "tag", "at"]);
  expect(counted.columns).toEqual(["title", "n"]);
  expect([filled, filledAll, cast, tried].map((t) => t.columns)).toEqual(Array(4).fill(posts.columns));
});
