import type { DType, Kind, Schema } from "@avocet/core";
import * as a from "@avocet/core";
import { isArray, isDecimal, isMap, isStruct, isTimestamp } from "@avocet/core/backend";
import type { DuckDBType } from "@duckdb/node-api";
import * as duck from "@duckdb/node-api";
import { DuckDBTypeId as Id } from "@duckdb/node-api";

const DTYPE_BY_TYPE: ReadonlyMap<Id, DType> = new Map<Id, DType>([
  [Id.SQLNULL, a.nullType],
  [Id.BOOLEAN, a.bool],
  [Id.TINYINT, a.int8],
  [Id.SMALLINT, a.int16],
  [Id.INTEGER, a.int32],
  [Id.BIGINT, a.int64],
  [Id.UTINYINT, a.uint8],
  [Id.USMALLINT, a.uint16],
  [Id.UINTEGER, a.uint32],
  [Id.UBIGINT, a.uint64],
  [Id.HUGEINT, a.decimal(38, 0)],
  [Id.UHUGEINT, a.decimal(38, 0)],
  [Id.FLOAT, a.float32],
  [Id.DOUBLE, a.float64],
  [Id.VARCHAR, a.string],
  [Id.ENUM, a.string],
  [Id.BLOB, a.binary],
  [Id.DATE, a.date],
  [Id.TIME, a.time],
  [Id.TIME_NS, a.time],
  [Id.TIMESTAMP_S, a.timestamp(null, 0)],
  [Id.TIMESTAMP_MS, a.timestamp(null, 3)],
  [Id.TIMESTAMP, a.timestamp()],
  [Id.TIMESTAMP_NS, a.timestamp(null, 9)],
  [Id.TIMESTAMP_TZ, a.timestamp("UTC")],
  [Id.INTERVAL, a.interval],
  [Id.UUID, a.uuid],
]);

/** Returns the dtype of a DuckDB type; undefined if it has none, as for UNION and BIT. */
export function dtypeOf(type: DuckDBType): DType | undefined {
  switch (type.typeId) {
    case Id.VARCHAR:
      return type.alias === "JSON" ? a.json : a.string;
    case Id.DECIMAL:
      return a.decimal(type.width, type.scale);
    case Id.LIST:
    case Id.ARRAY: {
      const element = dtypeOf(type.valueType);
      return element && a.array(element);
    }
    case Id.MAP: {
      const [key, value] = [dtypeOf(type.keyType), dtypeOf(type.valueType)];
      return key && value && a.map(key, value);
    }
    case Id.STRUCT: {
      const fields: [string, DType][] = [];
      for (const [i, name] of type.entryNames.entries()) {
        const field = type.entryTypes[i] && dtypeOf(type.entryTypes[i]);
        if (!field || name === "") return undefined;
        fields.push([name, field]);
      }
      const schema: Schema = Object.fromEntries(fields);
      return Object.keys(schema).length === fields.length ? a.struct(schema) : undefined;
    }
    default:
      return DTYPE_BY_TYPE.get(type.typeId);
  }
}

const TYPE_BY_KIND: Readonly<Partial<Record<Kind, DuckDBType>>> = {
  null: duck.SQLNULL,
  bool: duck.BOOLEAN,
  int8: duck.TINYINT,
  int16: duck.SMALLINT,
  int32: duck.INTEGER,
  int64: duck.BIGINT,
  uint8: duck.UTINYINT,
  uint16: duck.USMALLINT,
  uint32: duck.UINTEGER,
  uint64: duck.UBIGINT,
  float32: duck.FLOAT,
  float64: duck.DOUBLE,
  binary: duck.BLOB,
  date: duck.DATE,
  time: duck.TIME,
  interval: duck.INTERVAL,
  uuid: duck.UUID,
};

/** Returns the DuckDB type that values of a dtype are bound as. */
export function typeOf(dtype: DType): DuckDBType {
  if (isDecimal(dtype)) return duck.DECIMAL(dtype.precision, dtype.scale);
  if (isTimestamp(dtype)) return dtype.zone === null ? duck.TIMESTAMP : duck.TIMESTAMPTZ;
  if (isArray(dtype)) return duck.LIST(typeOf(dtype.element));
  if (isMap(dtype)) return duck.MAP(typeOf(dtype.key), typeOf(dtype.value));
  if (isStruct(dtype))
    return duck.STRUCT(Object.fromEntries(Object.entries(dtype.fields).map(([name, field]) => [name, typeOf(field)])));
  return TYPE_BY_KIND[dtype.kind] ?? duck.VARCHAR;
}
