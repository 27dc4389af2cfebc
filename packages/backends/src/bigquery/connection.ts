import type { DefaultModes, ValueModes } from "@avocet/core";
import { Connection } from "../shared/connection.js";
import type { BigQueryDriver } from "./driver.js";
import type { BigQuerySession } from "./session.js";

/** A project of BigQuery, and the dataset where tables are looked for. Any number of statements may be asked for at the same time. */
export class BigQueryConnection<Form extends ValueModes = DefaultModes> extends Connection<
  BigQuerySession,
  BigQueryDriver,
  Form
> {
  protected within(driver: BigQueryDriver): this {
    return new BigQueryConnection<Form>(driver, this.settings, this) as this; // the class is not derived from
  }
}
