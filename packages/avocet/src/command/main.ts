#!/usr/bin/env node
import { avocet } from "./command.js";

process.exitCode = await avocet(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
