export { connect } from "./connect.js";
export type { BigQueryConnection } from "./connection.js";
export type { BigQueryOptions } from "./options.js";
