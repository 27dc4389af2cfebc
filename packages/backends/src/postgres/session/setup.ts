import { AvocetError } from "@avocet/core";
import { stringLiteral } from "../types/result-columns.js";

/** Settings of every session, which decoding depends on. They override those of the server, database and user. */
const REQUIRED_SETTINGS = {
  client_encoding: "UTF8",
  TimeZone: "UTC",
  DateStyle: "ISO, YMD",
  IntervalStyle: "iso_8601",
  extra_float_digits: "1",
  bytea_output: "hex",
  standard_conforming_strings: "on",
};

/** Returns the first statement of a session, which applies its settings and returns its process ID. */
export function setupSql(settings: Readonly<Record<string, string>>): string {
  const requiredNames = new Set(Object.keys(REQUIRED_SETTINGS).map((name) => name.toLowerCase()));
  const conflicting = Object.keys(settings).find((name) => requiredNames.has(name.toLowerCase()));
  if (conflicting !== undefined)
    throw new AvocetError(
      "invalid-argument",
      `The setting ${conflicting} cannot be changed, because Avocet decodes results by it`,
    );
  const allSettings = Object.entries({ ...settings, ...REQUIRED_SETTINGS });
  const setConfigCalls = allSettings.map(
    ([name, value]) => `pg_catalog.set_config(${stringLiteral(name)}, ${stringLiteral(value)}, false)`,
  );
  return `SELECT pg_catalog.pg_backend_pid(), ${setConfigCalls.join(", ")}`;
}
