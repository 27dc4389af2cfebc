import type { DefaultEncoding, RunOptions, ValueEncoding } from "@avocet/core";
import type { Estimate } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import { Connection } from "../shared/connection.js";
import { statementOf } from "../shared/statement.js";
import type { BigQueryDriver } from "./driver.js";
import type { BigQuerySession } from "./session.js";

/** A project of BigQuery, and the dataset where tables are looked for. Any number of statements may be asked for at the same time. */
export class BigQueryConnection<Encoding extends ValueEncoding = DefaultEncoding> extends Connection<
  BigQuerySession,
  BigQueryDriver,
  Encoding
> {
  protected forTransaction(driver: BigQueryDriver): this {
    return new BigQueryConnection<Encoding>(driver, this.settings, this) as this; // the class is not derived from
  }

  /**
   * How many bytes reading a relation would cost, as BigQuery says without running it.
   * @example await connection.estimate(orders.relation)
   */
  estimate(relation: ir.Relation, options: RunOptions = {}): Promise<Estimate> {
    return this.driver.estimate(statementOf(this.compile(relation, options), options.params), options);
  }
}
