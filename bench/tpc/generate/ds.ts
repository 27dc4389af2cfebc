import { tpcds } from "../ds/schema.js";
import { createTables } from "./ddl.js";
import { calendar, calendarMacros } from "./ds-calendar.js";
import { goods } from "./ds-goods.js";
import { people, peopleMacros } from "./ds-people.js";
import { placeMacros, places } from "./ds-places.js";
import { saleMacros, sales } from "./ds-sales.js";
import { dropMacros, makeMacros, noiseMacros } from "./noise.js";

const MACROS = [...noiseMacros, ...calendarMacros, ...placeMacros, ...peopleMacros, ...saleMacros];

/** Statements that fill the tables of TPC-DS: five years of sales of 360 items to 1,000 customers in about 140,000 lines. */
export const tpcdsData: readonly string[] = [
  ...makeMacros(MACROS),
  ...createTables(tpcds),
  ...calendar,
  ...people,
  ...places,
  ...goods,
  ...sales,
  ...dropMacros(MACROS),
];
