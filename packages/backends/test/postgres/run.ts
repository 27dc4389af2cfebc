import { testDatabase } from "@avocet/engines/postgres";
import { afterAll } from "vitest";

/** The database of a test file; null if there is no server, in which case the tests are skipped. */
export const database = await testDatabase();
export const url = database?.url ?? "";
afterAll(() => database?.drop());
