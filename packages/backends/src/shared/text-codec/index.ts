export type { TextDecoder, TextFormat } from "./decoder.js";
export { decodeTexts, textDecoder } from "./decoder.js";
export { mismatch, outOfRange, unsafeInteger } from "./errors.js";
export { ExactNumber, parseExact, printExact } from "./exact-json.js";
export type { JsonDecoder } from "./nested.js";
export { jsonDecoder } from "./nested.js";
