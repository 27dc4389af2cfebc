import type { DefaultEncoding, RunOptions, ValueEncoding } from "@avocet/core";
import type { Estimate } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import { Connection } from "../shared/connection.js";
import { statementOf } from "../shared/statement.js";
import type { BigQueryDriver } from "./driver.js";
import type { BigQuerySession } from "./session.js";

/** A connection to a BigQuery project and its default dataset. Safe for concurrent use. */
export class BigQueryConnection<Encoding extends ValueEncoding = DefaultEncoding> extends Connection<
  BigQuerySession,
  BigQueryDriver,
  Encoding
> {
  protected forTransaction(driver: BigQueryDriver): this {
    return new BigQueryConnection<Encoding>(driver, this.settings, this) as this; // the class has no subclasses
  }

  /**
   * Estimates how many bytes a relation would read, with a dry run: the query is not executed and costs nothing.
   * @example await connection.estimate(orders.relation)
   */
  estimate(relation: ir.Relation, options: RunOptions = {}): Promise<Estimate> {
    return this.driver.estimate(statementOf(this.compile(relation, options), options.params), options);
  }
}
