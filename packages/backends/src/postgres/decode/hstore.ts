const ENTRY = /"((?:[^"\\]|\\.)*)"=>(?:"((?:[^"\\]|\\.)*)"|NULL)/gs;
const plain = (text: string): string => text.replaceAll(/\\([\s\S])/g, "$1");

/** The entries of text such as `"a"=>"1", "b"=>NULL`, which the extension hstore writes. */
export const hstoreEntries = (text: string): (readonly [string, string | null])[] =>
  [...text.matchAll(ENTRY)].map(([, key = "", value]) => [plain(key), value === undefined ? null : plain(value)]);
