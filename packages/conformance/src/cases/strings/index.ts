import type { CaseGroup } from "../../case.js";
import { binaryFunctions, unicodeBinaryFunctions } from "./binary.js";
import { digests } from "./digests.js";
import { dateParsing } from "./parsing.js";
import { likes, regexes } from "./patterns.js";
import { positions } from "./positions.js";
import { unaryFunctions, unicodeUnaryFunctions } from "./unary.js";
import { urls } from "./urls.js";

export const strings: readonly CaseGroup[] = [
  unaryFunctions,
  unicodeUnaryFunctions,
  binaryFunctions,
  unicodeBinaryFunctions,
  positions,
  likes,
  regexes,
  dateParsing,
  digests,
  urls,
];
