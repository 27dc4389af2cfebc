import { beforeAll, describe, expect, test } from "vitest";
import type { Engine } from "../../differ/engines.js";
import type { Target } from "../../injection/attack.js";
import { attackValues } from "../../injection/attack.js";
import { attackNames } from "../../injection/names.js";
import { madeTarget } from "../../injection/targets.js";
import { CORPUS, hostileTexts } from "../../injection/texts.js";

const TEXTS = hostileTexts(1500, 7);
const NAMES = [...CORPUS, ...TEXTS.slice(-200)];

/** Tests that hostile texts come back from an engine as they were; by default thousands. */
export function hostileTextOn(
  name: string,
  connect: () => Promise<Engine>,
  { texts = TEXTS, names = NAMES, run = false } = {},
): void {
  describe(`hostile text on ${name}${run ? ", run" : ""}`, () => {
    let target: Target;
    beforeAll(async () => {
      const engine = await connect();
      const { readers = [], ...made } = await madeTarget(name, engine.runner);
      target = run ? made : { ...made, readers };
      return async () => {
        await target.close?.();
        await engine.close();
      };
    });
    test.each(["inline", "bind"] as const)("comes back as it was from every place of values, %s", async (literals) => {
      expect(await attackValues(target, texts, literals)).toEqual([]);
    }, 120_000);
    test("is a name like any other, or refused", async () => {
      expect(await attackNames(target, names)).toEqual([]);
    }, 120_000);
  });
}
