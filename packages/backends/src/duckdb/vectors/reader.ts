import type { DType } from "@avocet/core";
import { AvocetError, printDType } from "@avocet/core";
import { isDecimal, vectorOf } from "@avocet/core/backend";
import type { DuckDBType } from "@duckdb/node-api";
import { DuckDBTypeId as Id } from "@duckdb/node-api";
import type { ReaderOf } from "./nested.js";
import { listReader, structReader } from "./nested.js";
import { decimalReader, numberReader } from "./numbers.js";
import type { Reader } from "./source.js";
import { isValid, validityOf } from "./source.js";
import { dateReader, intervalReader, timeReader, timestampReader } from "./temporal.js";
import { enumReader, readBools, readBytes, readUuids } from "./text.js";

/** Creates the reader of a DuckDB type as a dtype. `column` is the name for error messages. */
export const readerOf: ReaderOf = (type, dtype, column) => {
  const reader = findReader(type, dtype, column);
  if (reader) return reader;
  // DuckDB types a column that is NULL in all rows as INTEGER.
  if (type.typeId === Id.INTEGER) return nullReader(type, dtype, column);
  throw mismatch(type, dtype, column);
};

function findReader(type: DuckDBType, dtype: DType, column: string): Reader | null {
  const { typeId } = type;
  switch (dtype.kind) {
    case "null":
      return nullReader(type, dtype, column);
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

/** Creates the reader of a column that is NULL in all rows, whatever its type. */
function nullReader(type: DuckDBType, dtype: DType, column: string): Reader {
  return (raw, count) => {
    const validity = type.typeId === Id.SQLNULL ? new Uint8Array((count + 7) >>> 3) : validityOf(raw, count);
    for (let row = 0; row < count; row++) if (isValid(validity, row)) throw mismatch(type, dtype, column);
    return vectorOf(new Array(count).fill(null), dtype, column);
  };
}

/** The engine sent a type that does not fit the dtype: the table has changed, or the dialect has a bug. */
const mismatch = (type: DuckDBType, dtype: DType, column: string): AvocetError =>
  new AvocetError(
    "schema-mismatch",
    `Expected ${printDType(dtype)} in the column \`${column}\`, got the type ${type}`,
    { hint: "If the table has changed, get it from the connection again with connection.table()." },
  );
