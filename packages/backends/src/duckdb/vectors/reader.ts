import type { DType } from "@avocet/core";
import { AvocetError, isDecimal, printDType, vectorOf } from "@avocet/core";
import type { DuckDBType } from "@duckdb/node-api";
import { DuckDBTypeId as Id } from "@duckdb/node-api";
import { dateReader, intervalReader, timeReader, timestampReader } from "./moments.js";
import type { ReaderOf } from "./nested.js";
import { listReader, structReader } from "./nested.js";
import { decimalReader, numberReader } from "./numbers.js";
import type { Reader } from "./source.js";
import { isValid, validityOf } from "./source.js";
import { enumReader, readBools, readBytes, readUuids } from "./text.js";

/** What reads a column of a type of the engine as a dtype; `column` is its name in messages. */
export const readerOf: ReaderOf = (type, dtype, column) => {
  const reader = found(type, dtype, column);
  if (reader) return reader;
  // What the engine has found to be NULL in all rows it calls an INTEGER.
  if (type.typeId === Id.INTEGER) return nulls(type, dtype, column);
  throw mismatch(type, dtype, column);
};

function found(type: DuckDBType, dtype: DType, column: string): Reader | null {
  const { typeId } = type;
  switch (dtype.kind) {
    case "null":
      return nulls(type, dtype, column);
    case "bool":
      return typeId === Id.BOOLEAN ? readBools : null;
    case "string":
      if (type.typeId === Id.ENUM) return enumReader(type.values);
      return typeId === Id.VARCHAR ? readBytes : typeId === Id.UUID ? readUuids : null;
    case "uuid":
      return typeId === Id.UUID ? readUuids : typeId === Id.VARCHAR ? readBytes : null;
    case "json":
    case "inet":
      return typeId === Id.VARCHAR ? readBytes : null;
    case "binary":
      return typeId === Id.BLOB ? readBytes : null;
    case "date":
      return dateReader(type, column);
    case "time":
      return timeReader(type);
    case "timestamp":
      return timestampReader(type, dtype, column);
    case "interval":
      return intervalReader(type);
    case "array":
    case "map":
      return listReader(type, dtype, column, readerOf);
    case "struct":
      return structReader(type, dtype, column, readerOf);
    default:
      return isDecimal(dtype) ? decimalReader(type, dtype, column) : numberReader(type, dtype, column);
  }
}

/** A column of which nothing is known but that all is NULL, whatever its type. */
function nulls(type: DuckDBType, dtype: DType, column: string): Reader {
  return (raw, count) => {
    const validity = type.typeId === Id.SQLNULL ? new Uint8Array((count + 7) >>> 3) : validityOf(raw, count);
    for (let row = 0; row < count; row++) if (isValid(validity, row)) throw mismatch(type, dtype, column);
    return vectorOf(new Array(count).fill(null), dtype, column);
  };
}

/** The engine sent another type than the expression's dtype: the table has changed since, or the dialect is wrong. */
const mismatch = (type: DuckDBType, dtype: DType, column: string): AvocetError =>
  new AvocetError(
    "schema-mismatch",
    `the column \`${column}\` came as ${type} where ${printDType(dtype)} was expected`,
    { hint: "If the table has changed since its schema was read, take it from the connection again." },
  );
