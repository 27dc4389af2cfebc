import { tpcds } from "../ds/schema.js";
import { createTables } from "./ddl.js";
import { calendar, calendarMacros } from "./ds-calendar.js";
import { customerMacros, customers } from "./ds-customers.js";
import { locationMacros, locations } from "./ds-locations.js";
import { products } from "./ds-products.js";
import { saleMacros, sales } from "./ds-sales.js";
import { createMacros, dropMacros, noiseMacros } from "./noise.js";

const MACROS = [...noiseMacros, ...calendarMacros, ...locationMacros, ...customerMacros, ...saleMacros];

/** Statements that create and fill the tables of TPC-DS: five years of sales of 360 items, in about 140,000 lines. */
export const tpcdsData: readonly string[] = [
  ...createMacros(MACROS),
  ...createTables(tpcds),
  ...calendar,
  ...customers,
  ...locations,
  ...products,
  ...sales,
  ...dropMacros(MACROS),
];
