export { type SnowflakeOptions, type SnowflakeServer, startSnowflake } from "./server/server.js";
