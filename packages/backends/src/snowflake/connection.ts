import type { DefaultEncoding, ValueEncoding } from "@avocet/core";
import { Connection } from "../shared/connection.js";
import type { SnowflakeDriver } from "./driver.js";
import type { SnowflakeSession } from "./session/types.js";

/** An account of Snowflake. Statements that are asked for at the same time run in sessions of their own. */
export class SnowflakeConnection<Encoding extends ValueEncoding = DefaultEncoding> extends Connection<
  SnowflakeSession,
  SnowflakeDriver,
  Encoding
> {
  protected forTransaction(driver: SnowflakeDriver): this {
    return new SnowflakeConnection<Encoding>(driver, this.settings, this) as this; // the class is not derived from
  }
}
