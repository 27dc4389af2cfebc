import { createHash } from "node:crypto";
import { binary } from "@avocet/core";
import { perRow } from "../../build.js";
import { group } from "../../case.js";
import { ASCII, BEYOND, perText, textsOf } from "./inputs.js";

const ALGORITHMS = ["md5", "sha1", "sha256", "sha512"] as const;
const inputs = textsOf([...ASCII, ...BEYOND]);
const hex = (content: string | Uint8Array, how: string): string => createHash(how).update(content).digest("hex");
const bytes = (content: string | Uint8Array, how: string) => new Uint8Array(Buffer.from(hex(content, how), "hex"));
const files = [{ content: new Uint8Array([0, 255, 10]) }, { content: new Uint8Array() }, { content: null }];

/** Digests of text and of bytes. */
export const digests = group(
  "digests",
  ALGORITHMS.flatMap((how) => [
    perText(
      `hexdigest ${how}`,
      inputs,
      (c) => c.s.hexdigest(how),
      ({ s }) => (s == null ? null : hex(s, how)),
    ),
    perText(
      `hashbytes ${how}`,
      inputs,
      (c) => c.s.hashbytes(how),
      ({ s }) => (s == null ? null : bytes(s, how)),
    ),
    perRow(
      `hexdigest ${how} of bytes`,
      { content: binary },
      files,
      (c) => c.content.hexdigest(how),
      ({ content }) => content && hex(content, how),
    ),
    perRow(
      `hashbytes ${how} of bytes`,
      { content: binary },
      files,
      (c) => c.content.hashbytes(how),
      ({ content }) => content && bytes(content, how),
    ),
  ]),
);
