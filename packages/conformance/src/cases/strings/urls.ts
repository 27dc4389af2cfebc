import { group } from "../../case.js";
import { perText } from "./inputs.js";

const PARTS = ["protocol", "authority", "userinfo", "host", "path", "file", "query", "fragment"] as const;
const urls: readonly (readonly [url: string | null, ...parts: (string | null)[]])[] = [
  [
    "http://user:pass@example.com:80/docs/books/index.html?name=networking&q=a#DOWN",
    ...["http", "user:pass@example.com:80", "user:pass", "example.com", "/docs/books/index.html"],
    ...["/docs/books/index.html?name=networking&q=a", "name=networking&q=a", "DOWN"],
  ],
  ["https://example.com", "https", "example.com", null, "example.com", null, null, null, null],
  ["https://example.com/", "https", "example.com", null, "example.com", "/", "/", null, null],
  ["https://[::1]:8080/a?b", "https", "[::1]:8080", null, "[::1]", "/a", "/a?b", "b", null],
  ["//cdn.example.com/x.js#", null, "cdn.example.com", null, "cdn.example.com", "/x.js", "/x.js", null, null],
  ["mailto:ann@example.com", "mailto", null, null, null, "ann@example.com", "ann@example.com", null, null],
  ["/a/b?x=1#y?z", null, null, null, null, "/a/b", "/a/b?x=1", "x=1", "y?z"],
  ["file:///etc/hosts", "file", null, null, null, "/etc/hosts", "/etc/hosts", null, null],
  ["http://ä.example/ü?ö=🦆", "http", "ä.example", null, "ä.example", "/ü", "/ü?ö=🦆", "ö=🦆", null],
  ["", ...PARTS.map(() => null)],
  [null, ...PARTS.map(() => null)],
];
const input = urls.map(([s = null]) => ({ s }));
const keys = ["/?a=1&ba=2&a=3#a=4", "/?b=2&a=#", "/?a", "/?x.y=5&(z)=6", "/#?a=1", null, "/?xzy=1"].map((s) => ({ s }));
const N = null;

/** Parts of URLs. */
export const parts = group(
  "URLs",
  PARTS.map((part, i) =>
    perText(
      part,
      input,
      (c) => c.s[part](),
      urls.map((row) => row[i + 1]),
    ),
  ),
  [
    perText("the first value of a key", keys, (c) => c.s.query("a"), ["1", N, N, N, N, N, N]),
    perText("a key that ends with another", keys, (c) => c.s.query("ba"), ["2", N, N, N, N, N, N]),
    perText("keys are text, not patterns", keys, (c) => ({ dot: c.s.query("x.y"), parens: c.s.query("(z)") }), [
      ...[N, N, N].map(() => ({ dot: N, parens: N })),
      { dot: "5", parens: "6" },
      ...[N, N, N].map(() => ({ dot: N, parens: N })),
    ]),
  ],
);
