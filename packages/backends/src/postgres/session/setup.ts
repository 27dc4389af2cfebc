import { AvocetError } from "@avocet/core";
import { quoted } from "../types/result-columns.js";

/** What every session has, whatever the server, the database or the user have as their own: results are read by these rules. */
const FIXED = {
  client_encoding: "UTF8",
  TimeZone: "UTC",
  DateStyle: "ISO, YMD",
  IntervalStyle: "iso_8601",
  extra_float_digits: "1",
  bytea_output: "hex",
  standard_conforming_strings: "on",
};

/** The statement that a session begins with: makes its settings, and says which process of the server it is. */
export function setupText(settings: Readonly<Record<string, string>>): string {
  const fixed = new Set(Object.keys(FIXED).map((name) => name.toLowerCase()));
  const taken = Object.keys(settings).find((name) => fixed.has(name.toLowerCase()));
  if (taken !== undefined)
    throw new AvocetError(
      "invalid-argument",
      `the setting ${taken} is the same in all sessions, as results are read by it`,
    );
  const all = Object.entries({ ...settings, ...FIXED });
  const made = all.map(([name, value]) => `pg_catalog.set_config(${quoted(name)}, ${quoted(value)}, false)`);
  return `SELECT pg_catalog.pg_backend_pid(), ${made.join(", ")}`;
}
