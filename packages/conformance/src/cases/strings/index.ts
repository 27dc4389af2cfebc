import type { CaseGroup } from "../../case.js";
import { pairs, unicodePairs } from "./binary.js";
import { digests } from "./digests.js";
import { parsing } from "./parsing.js";
import { likes, regexes } from "./patterns.js";
import { places } from "./positions.js";
import { texts, unicode } from "./unary.js";
import { parts } from "./urls.js";

export const strings: readonly CaseGroup[] = [
  texts,
  unicode,
  pairs,
  unicodePairs,
  places,
  likes,
  regexes,
  parsing,
  digests,
  parts,
];
