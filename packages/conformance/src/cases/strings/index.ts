import type { CaseGroup } from "../../case.js";
import { digests } from "./digests.js";
import { texts, unicode } from "./of-one.js";
import { pairs, unicodePairs } from "./of-two.js";
import { parsing } from "./parsing.js";
import { likes, regexes } from "./patterns.js";
import { places } from "./places.js";
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
