import { tpcds } from "../ds/schema.js";
import { createTables } from "./ddl.js";
import { calendar, calendarMacros } from "./ds-calendar.js";
import { products } from "./ds-products.js";
import { customers, customerMacros } from "./ds-customers.js";
import { locationMacros, locations } from "./ds-locations.js";
import { saleMacros, sales } from "./ds-sales.js";
import { dropMacros, createMacros, noiseMacros } from "./noise.js";

const MACROS = [...noiseMacros, ...calendarMacros, ...locationMacros, ...customerMacros, ...saleMacros];

/** Statements that fill the tables of TPC-DS: five years of sales of 360 items to 1,000 customers in about 140,000 lines. */
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
