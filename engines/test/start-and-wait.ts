import { startPostgres } from "../postgres/launcher.js";

// Run by a process that is killed, to see that the server ends with it.
const { url } = await startPostgres();
console.log(url);
await new Promise((resolve) => setTimeout(resolve, 60_000));
