import { beforeAll, describe, expect, test } from "vitest";
import type { Engine } from "../../differ/engines.js";
import { attackNames } from "../../injection/name-attacks.js";
import { createTarget } from "../../injection/targets.js";
import { CORPUS, untrustedTexts } from "../../injection/untrusted-texts.js";
import type { Target } from "../../injection/value-attacks.js";
import { attackValues } from "../../injection/value-attacks.js";

const TEXTS = untrustedTexts(1500, 7);
const NAMES = [...CORPUS, ...TEXTS.slice(-200)];

/** Defines tests that untrusted texts come back unchanged from an engine; by default with thousands of texts. */
export function testUntrustedInput(
  name: string,
  connect: () => Promise<Engine>,
  { texts = TEXTS, names = NAMES, run: execute = false } = {},
): void {
  describe(`untrusted input on ${name}${execute ? ", executed" : ""}`, () => {
    let target: Target;
    beforeAll(async () => {
      const engine = await connect();
      const { parsers = [], ...withoutParsers } = await createTarget(name, engine.runner);
      target = execute ? withoutParsers : { ...withoutParsers, parsers };
      return async () => {
        await target.close?.();
        await engine.close();
      };
    });
    test.each([
      "inline",
      "bind",
    ] as const)("values come back unchanged from every context with literals: %s", async (literals) => {
      expect(await attackValues(target, texts, literals)).toEqual([]);
    }, 120_000);
    test("names come back unchanged or are refused", async () => {
      expect(await attackNames(target, names)).toEqual([]);
    }, 120_000);
  });
}
