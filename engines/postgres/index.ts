export { type PostgresOptions, type PostgresServer, startPostgres } from "./launcher.js";
export { type Edition, type TestDatabase, testDatabase } from "./test-database.js";
