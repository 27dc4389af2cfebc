import type { DefaultModes, ValueModes } from "@avocet/core";
import { Connection } from "../shared/connection.js";
import type { SnowflakeDriver } from "./driver.js";
import type { SnowflakeSession } from "./session/types.js";

/** An account of Snowflake. Statements that are asked for at the same time run in sessions of their own. */
export class SnowflakeConnection<Form extends ValueModes = DefaultModes> extends Connection<
  SnowflakeSession,
  SnowflakeDriver,
  Form
> {
  protected within(driver: SnowflakeDriver): this {
    return new SnowflakeConnection<Form>(driver, this.settings, this) as this; // the class is not derived from
  }
}
