import type { DType, Kind } from "@avocet/core";
import * as a from "@avocet/core";

// The numbers of the built-in types are fixed: https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat
export const NUMERIC = 1700;
/** char of one byte and name: types of the catalogs. */
export const CHARACTER = 18;
export const NAME = 19;
const TIMESTAMP = 1114;
const TIMESTAMPTZ = 1184;
export const JSON_OIDS: ReadonlySet<number> = new Set([114, 3802]);

/** The dtypes of the built-in types, by their numbers. */
const PLAIN: ReadonlyMap<number, DType> = new Map<number, DType>([
  [16, a.bool],
  [17, a.binary],
  [CHARACTER, a.string],
  [NAME, a.string],
  [20, a.int64],
  [21, a.int16],
  [23, a.int32],
  [25, a.string],
  [114, a.json],
  [650, a.inet],
  [700, a.float32],
  [701, a.float64],
  [705, a.string],
  [869, a.inet],
  [1042, a.string],
  [1043, a.string],
  [1082, a.date],
  [1083, a.time],
  [1186, a.interval],
  [2950, a.uuid],
  [3802, a.json],
]);

/** The built-in types of arrays, with those of their elements. */
export const ELEMENTS: ReadonlyMap<number, number> = new Map([
  [199, 114],
  [651, 650],
  [1000, 16],
  [1001, 17],
  [1002, 18],
  [1003, 19],
  [1005, 21],
  [1007, 23],
  [1009, 25],
  [1014, 1042],
  [1015, 1043],
  [1016, 20],
  [1021, 700],
  [1022, 701],
  [1041, 869],
  [1115, TIMESTAMP],
  [1182, 1082],
  [1183, 1083],
  [1185, TIMESTAMPTZ],
  [1187, 1186],
  [1231, NUMERIC],
  [2951, 2950],
  [3807, 3802],
]);

/** The dtype of a built-in type; undefined where it has none, or the type is not built in. */
export function builtIn(oid: number, modifier: number): DType | undefined {
  const element = ELEMENTS.get(oid);
  if (element !== undefined) {
    const dtype = builtIn(element, modifier);
    return dtype && a.array(dtype);
  }
  if (oid === NUMERIC) return numeric(modifier);
  if (oid === TIMESTAMP || oid === TIMESTAMPTZ)
    return a.timestamp(oid === TIMESTAMP ? null : "UTC", modifier < 0 ? 6 : modifier);
  return PLAIN.get(oid);
}

/**
 * A numeric without precision holds numbers of any length: it counts as decimal(38, 9), and its values are read with all their digits.
 * The modifier holds precision and scale in 16 and 11 bits, the scale with a sign.
 */
function numeric(modifier: number): DType {
  if (modifier < 4) return a.decimal(38, 9);
  const precision = ((modifier - 4) >> 16) & 0xffff;
  const scale = (((modifier - 4) & 0x7ff) ^ 1024) - 1024;
  const places = Math.min(Math.max(scale, 0), a.MAX_PRECISION);
  return a.decimal(Math.min(Math.max(precision - Math.min(scale, 0), places, 1), a.MAX_PRECISION), places);
}

const NUMBERS: readonly Kind[] = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"];
const FLOATS: readonly Kind[] = ["float32", "float64"];
const WHOLE = new Set<Kind>([...NUMBERS, ...FLOATS, "decimal"]);

/** The kinds of dtypes that values of a built-in type can be read as; any for a type that is not listed. */
export const READABLE: ReadonlyMap<number, ReadonlySet<Kind>> = new Map<number, ReadonlySet<Kind>>([
  [16, new Set<Kind>(["bool"])],
  [17, new Set<Kind>(["binary"])],
  [20, WHOLE],
  [21, WHOLE],
  [23, WHOLE],
  [25, new Set<Kind>(["string", "null"])],
  [700, new Set<Kind>(FLOATS)],
  [701, new Set<Kind>(FLOATS)],
  [1043, new Set<Kind>(["string", "null"])],
  [1082, new Set<Kind>(["date"])],
  [1083, new Set<Kind>(["time"])],
  [TIMESTAMP, new Set<Kind>(["timestamp"])],
  [TIMESTAMPTZ, new Set<Kind>(["timestamp"])],
  [1186, new Set<Kind>(["interval"])],
  [NUMERIC, WHOLE],
  [2950, new Set<Kind>(["uuid"])],
  [114, new Set<Kind>(["json", "array", "map", "struct"])],
  [3802, new Set<Kind>(["json", "array", "map", "struct"])],
]);
