import { testDatabase } from "@avocet/engines/postgres";
import { afterAll } from "vitest";

/** A database for the tests of this file; null where there is no server, and they are skipped. */
export const database = await testDatabase();
export const url = database?.url ?? "";
afterAll(() => database?.drop());
