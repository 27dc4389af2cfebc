import { jaffleShop } from "./command.js";

const problem = await jaffleShop(process.argv.slice(2), console.log);
if (problem !== null) {
  console.error(problem);
  process.exitCode = 1;
}
