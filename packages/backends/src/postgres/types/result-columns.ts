import type { DType } from "@avocet/core";
import { array, map, string } from "@avocet/core";
import { postgres } from "@avocet/sql-dialects";
import type { ResultColumn } from "../../shared/driver.js";
import { plain } from "../../shared/statement.js";
import type { Field, PostgresSession } from "../session/types.js";
import { builtIn, CHARACTER, NAME } from "./oids.js";

/** A type that is not built in, as the catalog has it. */
interface OwnType {
  readonly name: string;
  /** `e` enum, `d` domain, `b` base, `c` composite, ... */
  readonly sort: string;
  readonly base: number;
  readonly baseModifier: number;
  readonly element: number;
  readonly category: string;
}

/** The columns of a result with their dtypes. */
export async function resultColumns(on: PostgresSession, fields: readonly Field[]): Promise<readonly ResultColumn[]> {
  const unknown = fields.filter(({ dataTypeID: oid, dataTypeModifier }) => !builtIn(oid, dataTypeModifier));
  const own = await ownTypes(on, unknown);
  return fields.map(({ name, dataTypeID, dataTypeModifier }) => {
    const dtype = dtypeOf(dataTypeID, dataTypeModifier, own);
    const type = own.get(dataTypeID)?.name ?? String(dataTypeID);
    return { name, dtype, type, ownType: isForeign(dataTypeID, own) };
  });
}

/** Enums are strings, domains what they are made over, hstore a map of strings. */
export function dtypeOf(oid: number, modifier: number, own: ReadonlyMap<number, OwnType>): DType | undefined {
  const dtype = builtIn(oid, modifier);
  const type = own.get(oid);
  if (dtype || !type) return dtype;
  if (type.sort === "d") return dtypeOf(type.base, type.baseModifier, own);
  if (type.sort === "e" || type.name === "citext") return string;
  if (type.name === "hstore") return map(string, string);
  if (type.category === "A" && type.element !== 0) {
    const element = dtypeOf(type.element, modifier, own);
    return element && array(element);
  }
  return undefined;
}

/** Whether values of a type are to be cast before the dialect's functions take them: domains are what they are made over. */
function isForeign(oid: number, own: ReadonlyMap<number, OwnType>): boolean {
  const type = own.get(oid);
  if (!type) return oid === CHARACTER || oid === NAME;
  return type.sort === "d" ? isForeign(type.base, own) : type.category !== "A" || isForeign(type.element, own);
}

/** The types of these columns that are not built in, and those that they are made of. */
async function ownTypes(on: PostgresSession, fields: readonly Field[]): Promise<ReadonlyMap<number, OwnType>> {
  if (fields.length === 0) return new Map();
  const oids = [...new Set(fields.map(({ dataTypeID }) => Number(dataTypeID)))];
  const { rows } = await on.query(
    plain(`WITH RECURSIVE reached (oid) AS (
  SELECT unnest(ARRAY[${oids.join(", ")}]::pg_catalog.oid[])
  UNION
  SELECT part FROM reached r JOIN pg_catalog.pg_type t ON t.oid = r.oid
  CROSS JOIN LATERAL (VALUES (t.typbasetype), (t.typelem)) AS parts (part) WHERE part <> 0
)
SELECT t.oid, pg_catalog.format_type(t.oid, NULL), t.typtype, t.typbasetype, t.typtypmod, t.typelem, t.typcategory
FROM reached r JOIN pg_catalog.pg_type t ON t.oid = r.oid`),
  );
  return new Map(
    rows.map(([oid, name, sort, base, baseModifier, element, category]) => [
      Number(oid),
      {
        name: name ?? "",
        sort: sort ?? "",
        base: Number(base),
        baseModifier: Number(baseModifier),
        element: Number(element),
        category: category ?? "",
      },
    ]),
  );
}

/** Text as a literal of the server's SQL. */
export const quoted = (value: string): string => postgres.literal(value, { kind: "string", nullable: false });
