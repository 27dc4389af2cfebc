export { GoogleSql, type Parameter, type Source, type Statement } from "./googlesql/engine.js";
export { libraryPath } from "./googlesql/process.js";
export { type BigQueryServer, type Fault, startBigQuery } from "./server.js";
export { bigQueryForTests } from "./test-server.js";
