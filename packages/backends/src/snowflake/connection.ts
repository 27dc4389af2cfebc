import type { DefaultEncoding, ValueEncoding } from "@avocet/core";
import { Connection } from "../shared/connection.js";
import type { SnowflakeDriver } from "./driver.js";
import type { SnowflakeSession } from "./session/types.js";

/** A connection to a Snowflake account. Safe for concurrent use: concurrent statements run in separate sessions. */
export class SnowflakeConnection<Encoding extends ValueEncoding = DefaultEncoding> extends Connection<
  SnowflakeSession,
  SnowflakeDriver,
  Encoding
> {
  protected forTransaction(driver: SnowflakeDriver): this {
    return new SnowflakeConnection<Encoding>(driver, this.settings, this) as this; // the class has no subclasses
  }
}
