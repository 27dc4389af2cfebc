import { startService } from "../bigquery/googlesql/process.js";

// Run as a child process and killed, to test that the engine ends with it.
const { port } = await startService();
console.log(port);
await new Promise((resolve) => setTimeout(resolve, 60_000));
