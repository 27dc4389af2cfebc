import { binary } from "@avocet/core";
import { perRow } from "../../build.js";
import { group } from "../../case.js";
import { perText } from "./inputs.js";

const TEXTS = ["", "a", "it's", "Grüße", "a🦆b🦆", "a".repeat(200)];
const BYTE_STRINGS = [new Uint8Array([0, 255, 10]), new Uint8Array()];
/** Hexadecimal digests of the texts and byte strings. */
const DIGESTS = {
  md5: {
    texts: [
      "d41d8cd98f00b204e9800998ecf8427e",
      "0cc175b9c0f1b6a831c399e269772661",
      "706dc2ee585fb5dcb18e3ac08da7ce0c",
      "49c5f675b49037b6044b803ac9d1a6d7",
      "5e9959f2a548db490aba94360de429d9",
      "887f30b43b2867f4a9accceee7d16e6c",
    ],
    bytes: ["daabad9de4c13765beb6e0a4ea14f25f", "d41d8cd98f00b204e9800998ecf8427e"],
  },
  sha1: {
    texts: [
      "da39a3ee5e6b4b0d3255bfef95601890afd80709",
      "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8",
      "79bbc535e98fe7e64ace715175a9b3d6e4167bf0",
      "f649751d6e1bb46f8c86a8e0300237c33df07074",
      "548fe2567a88e340f47463221c59a37b0ce94002",
      "e61cfffe0d9195a525fc6cf06ca2d77119c24a40",
    ],
    bytes: ["78a56a7f152106db79c791d3cbd88fcb33a425cb", "da39a3ee5e6b4b0d3255bfef95601890afd80709"],
  },
  sha256: {
    texts: [
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
      "24ceef1cb6b0cbc0b3321021318245760500d1b1e9411a091929268ad1491c9e",
      "f83e039796c6453a10f5519e39fd113901572316a1a8ea07cb525d2801dfd074",
      "06206f222ae07ddd51a7ac8ec92f5a74f107f1c414d8cab61c6775575720cffd",
      "c2a908d98f5df987ade41b5fce213067efbcc21ef2240212a41e54b5e7c28ae5",
    ],
    bytes: [
      "712450d3c4a79eea9509e75dc1dacdeff58034df538536cfae2da882bd8a0c50",
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ],
  },
  sha512: {
    texts: [
      "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
      "1f40fc92da241694750979ee6cf582f2d5d7d28e18335de05abc54d0560e0f5302860c652bf08d560252aa5e74210546f369fbbbce8c12cfc7957b2652fe9a75",
      "7695e124665816993d34d7f0e867db3d39c907de5c7a41afb7a006202f7e0ae8395131e970cb17ed57a0655d56ef41831cf6ff93560d42e42d1a61c433981f75",
      "337827ce53f280bbeaca9f4f3bfaf87eb6f74358cd7aa2ccd692eec7d19eb52fddbaec14d292990f5dacceb142f45a4b4c66bcfd71c3fa67b6f9a695a6296efe",
      "8560b01727b7adb84e051f9872f96615156618b346f0dbe323c637d88769acc60ac02d47c87bf3bc6b39ca996917cb03a46887f8693470f03ed8421096170c7b",
      "4b11459c33f52a22ee8236782714c150a3b2c60994e9acee17fe68947a3e6789f31e7668394592da7bef827cddca88c4e6f86e4df7ed1ae6cba71f3e98faee9f",
    ],
    bytes: [
      "de9ab58b197cfd6540093fc451d9d2854ef48ff20a431a8269076f0410e8483d623aa0cfcf87a90b4150ca9075fb5b29ea5ddea04db4dbc8a798b83cf8e110d1",
      "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
    ],
  },
} as const;
const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
const textRows = [...TEXTS, null].map((s) => ({ s }));
const byteRows = [...BYTE_STRINGS, null].map((content) => ({ content }));

/** Digests of text and bytes. */
export const digests = group(
  "digests",
  (Object.keys(DIGESTS) as (keyof typeof DIGESTS)[]).flatMap((algorithm) => {
    // keys of the constant
    const expected = DIGESTS[algorithm];
    return [
      perText(`hexdigest ${algorithm}`, textRows, (c) => c.s.hexdigest(algorithm), [...expected.texts, null]),
      perText(`hashbytes ${algorithm}`, textRows, (c) => c.s.hashbytes(algorithm), [
        ...expected.texts.map(bytesOf),
        null,
      ]),
      perRow(`hexdigest ${algorithm} of bytes`, { content: binary }, byteRows, (c) => c.content.hexdigest(algorithm), [
        ...expected.bytes,
        null,
      ]),
      perRow(`hashbytes ${algorithm} of bytes`, { content: binary }, byteRows, (c) => c.content.hashbytes(algorithm), [
        ...expected.bytes.map(bytesOf),
        null,
      ]),
    ];
  }),
);
