// Writes docs/reference/support.md: npm run support
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { dialects } from "./dialects.js";
import { supportDocument } from "./document.js";

writeFileSync(fileURLToPath(new URL("../../docs/reference/support.md", import.meta.url)), supportDocument(dialects));
