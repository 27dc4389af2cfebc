const ENTRY = /"((?:[^"\\]|\\.)*)"=>(?:"((?:[^"\\]|\\.)*)"|NULL)/gs;
const removeEscapes = (text: string): string => text.replaceAll(/\\([\s\S])/g, "$1");

/** Parses an hstore text such as `"a"=>"1", "b"=>NULL`. */
export const hstoreEntries = (text: string): (readonly [string, string | null])[] =>
  [...text.matchAll(ENTRY)].map(([, key = "", value]) => [
    removeEscapes(key),
    value === undefined ? null : removeEscapes(value),
  ]);
