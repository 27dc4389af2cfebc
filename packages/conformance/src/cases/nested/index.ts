import type { CaseGroup } from "../../case.js";
import { arrays } from "./arrays.js";
import { constantNulls } from "./constants.js";
import { elements } from "./elements.js";
import { jsons } from "./json.js";
import { lambdas } from "./lambdas.js";
import { maps, structs } from "./maps.js";
import { ranges } from "./ranges.js";
import { unnesting } from "./unnest.js";

export const nested: readonly CaseGroup[] = [
  arrays,
  elements,
  lambdas,
  ranges,
  unnesting,
  maps,
  structs,
  jsons,
  constantNulls,
];
