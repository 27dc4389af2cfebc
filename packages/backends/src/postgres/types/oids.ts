import type { DType, Kind } from "@avocet/core";
import * as a from "@avocet/core";
import { MAX_PRECISION } from "@avocet/core/backend";

// The OIDs of the built-in types are fixed:
// https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat
export const NUMERIC = 1700;
/** The types "char" and name of the system catalogs. */
export const CHARACTER = 18;
export const NAME = 19;
const TIMESTAMP = 1114;
const TIMESTAMPTZ = 1184;
export const JSON_OIDS: ReadonlySet<number> = new Set([114, 3802]);

/** The dtypes of the built-in types, by OID. */
const DTYPE_BY_OID: ReadonlyMap<number, DType> = new Map<number, DType>([
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

/** The built-in array types, with their element types. */
export const ELEMENT_OIDS: ReadonlyMap<number, number> = new Map([
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

/** Returns the dtype of a built-in type; undefined if it has none, or the type is not built in. */
export function builtInDType(oid: number, modifier: number): DType | undefined {
  const element = ELEMENT_OIDS.get(oid);
  if (element !== undefined) {
    const dtype = builtInDType(element, modifier);
    return dtype && a.array(dtype);
  }
  if (oid === NUMERIC) return numeric(modifier);
  if (oid === TIMESTAMP || oid === TIMESTAMPTZ)
    return a.timestamp(oid === TIMESTAMP ? null : "UTC", modifier < 0 ? 6 : modifier);
  return DTYPE_BY_OID.get(oid);
}

/**
 * A numeric without precision is unbounded: its dtype is decimal(38, 9), and its values are read with all their digits.
 * The modifier contains the precision in 16 bits and the signed scale in 11 bits.
 */
function numeric(modifier: number): DType {
  if (modifier < 4) return a.decimal(38, 9);
  const precision = ((modifier - 4) >> 16) & 0xffff;
  const scale = (((modifier - 4) & 0x7ff) ^ 1024) - 1024;
  const clampedScale = Math.min(Math.max(scale, 0), MAX_PRECISION);
  return a.decimal(Math.min(Math.max(precision - Math.min(scale, 0), clampedScale, 1), MAX_PRECISION), clampedScale);
}

const INTEGER_KINDS: readonly Kind[] = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"];
const FLOAT_KINDS: readonly Kind[] = ["float32", "float64"];
const NUMERIC_KINDS = new Set<Kind>([...INTEGER_KINDS, ...FLOAT_KINDS, "decimal"]);

/** The dtypes that values of a built-in type can be read as; any dtype for types that are not listed. */
export const READABLE_KINDS: ReadonlyMap<number, ReadonlySet<Kind>> = new Map<number, ReadonlySet<Kind>>([
  [16, new Set<Kind>(["bool"])],
  [17, new Set<Kind>(["binary"])],
  [20, NUMERIC_KINDS],
  [21, NUMERIC_KINDS],
  [23, NUMERIC_KINDS],
  [25, new Set<Kind>(["string", "null"])],
  [700, new Set<Kind>(FLOAT_KINDS)],
  [701, new Set<Kind>(FLOAT_KINDS)],
  [1043, new Set<Kind>(["string", "null"])],
  [1082, new Set<Kind>(["date"])],
  [1083, new Set<Kind>(["time"])],
  [TIMESTAMP, new Set<Kind>(["timestamp"])],
  [TIMESTAMPTZ, new Set<Kind>(["timestamp"])],
  [1186, new Set<Kind>(["interval"])],
  [NUMERIC, NUMERIC_KINDS],
  [2950, new Set<Kind>(["uuid"])],
  [114, new Set<Kind>(["json", "array", "map", "struct"])],
  [3802, new Set<Kind>(["json", "array", "map", "struct"])],
]);
