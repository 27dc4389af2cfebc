import { textDecoder } from "@avocet/backends/connection";
import type { Batch, QueryEngine } from "@avocet/core/backend";
import { resolveEncoding } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import { bigquery } from "@avocet/sql-dialects/bigquery";
import type { BoundParam } from "avocet";
import { AvocetError } from "avocet";
import type { GoogleSql, Parameter } from "../../engines/bigquery/index.js";
import { encodeCell } from "../../engines/bigquery/values/cells.js";
import { scalarType } from "../../engines/bigquery/values/types.js";

/** Runs queries without tables directly on the executor: without server and client it is four times as fast. */
export const googleSqlRunner = (engine: GoogleSql): QueryEngine => ({
  dialect: bigquery.name,
  compile: bigquery.compile,
  async *read(relation, options = {}) {
    const { sql, params, schema } = bigquery.compile(relation, { ...options, encodeResults: true });
    yield await batchOf(engine, sql, params.map(parameterOf), schema);
  },
  explain: () => Promise.reject(new AvocetError("unsupported-operation", "This engine does not support explain.")),
});

async function batchOf(
  engine: GoogleSql,
  sql: string,
  parameters: readonly Parameter[],
  schema: ir.Fields,
): Promise<Batch> {
  const { content, prepared } = await engine.query({ sql, tables: [], parameters }).catch((error: unknown) => {
    throw new AvocetError("backend", error instanceof Error ? error.message : String(error), { sql });
  });
  const rows = content?.tableData?.row ?? [];
  const format = { encoding: resolveEncoding(undefined), binary: "base64", wrappedJson: true } as const;
  const columns = [...schema].map(([name, dtype], i) => {
    const decode = textDecoder(dtype, format, name);
    const type = prepared.columns?.[i]?.type ?? { typeKind: "" };
    return rows.map(({ cell = [] }) => {
      const { v } = encodeCell(cell[i], type, { microseconds: true });
      // Result encoding writes nested values as text.
      if (v !== null && typeof v !== "string") throw new TypeError(`Internal error: the value of "${name}" is nested.`);
      return v === null ? null : decode(v);
    });
  });
  return { rowCount: rows.length, columns };
}

/** Converts a bound value of a probe to a query parameter. */
function parameterOf({ value, dtype }: BoundParam, index: number): Parameter {
  const name = `p${index + 1}`;
  switch (dtype.kind) {
    case "string":
      return { name, type: scalarType("STRING"), value: { value: "stringValue", stringValue: String(value) } };
    case "json":
      return { name, type: scalarType("JSON"), value: { value: "jsonValue", jsonValue: String(value) } };
    case "int64":
      return { name, type: scalarType("INT64"), value: { value: "int64Value", int64Value: String(value) } };
    case "binary": {
      const bytesValue = Buffer.from(String(value), "hex");
      return { name, type: scalarType("BYTES"), value: { value: "bytesValue", bytesValue } };
    }
    default:
      throw new TypeError(`Internal error: probes do not bind values of ${dtype.kind}.`);
  }
}
