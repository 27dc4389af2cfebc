import { startService } from "../bigquery/googlesql/process.js";

// Run by a process that is killed, to see that the engine ends with it.
const { port } = await startService();
console.log(port);
await new Promise((resolve) => setTimeout(resolve, 60_000));
