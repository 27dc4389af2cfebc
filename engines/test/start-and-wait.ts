import { startPostgres } from "../postgres/launcher.js";

// Run as a child process and killed, to test that the server ends with it.
const { url } = await startPostgres();
console.log(url);
await new Promise((resolve) => setTimeout(resolve, 60_000));
