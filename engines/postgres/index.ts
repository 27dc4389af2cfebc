export { type Edition, type TestDatabase, testDatabase } from "./for-tests.js";
export { type PostgresOptions, type PostgresServer, startPostgres } from "./launcher.js";
