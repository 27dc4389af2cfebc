export type { Namespace } from "../shared/driver.js";
export { connect } from "./connect.js";
export type { SnowflakeConnection } from "./connection.js";
export type { SnowflakeOptions } from "./options.js";
