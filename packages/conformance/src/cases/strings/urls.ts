import { group } from "../../case.js";
import { perText } from "./inputs.js";

const COMPONENTS = ["protocol", "authority", "userinfo", "host", "path", "file", "query", "fragment"] as const;
const SAMPLES: readonly (readonly [url: string | null, ...components: (string | null)[]])[] = [
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
  ["", ...COMPONENTS.map(() => null)],
  [null, ...COMPONENTS.map(() => null)],
];
const input = SAMPLES.map(([s = null]) => ({ s }));
const keys = ["/?a=1&ba=2&a=3#a=4", "/?b=2&a=#", "/?a", "/?x.y=5&(z)=6", "/#?a=1", null, "/?xzy=1"].map((s) => ({ s }));
const NULL = null;

/** Components of URLs and values of their query strings. */
export const urls = group(
  "URLs",
  COMPONENTS.map((component, i) =>
    perText(
      component,
      input,
      (c) => c.s[component](),
      SAMPLES.map((row) => row[i + 1]),
    ),
  ),
  [
    perText("query returns the first value of a key", keys, (c) => c.s.query("a"), [
      "1",
      NULL,
      NULL,
      NULL,
      NULL,
      NULL,
      NULL,
    ]),
    perText("query with a key that ends like another", keys, (c) => c.s.query("ba"), [
      "2",
      NULL,
      NULL,
      NULL,
      NULL,
      NULL,
      NULL,
    ]),
    perText(
      "query keys are literal text, not patterns",
      keys,
      (c) => ({ dot: c.s.query("x.y"), parens: c.s.query("(z)") }),
      [
        ...[NULL, NULL, NULL].map(() => ({ dot: NULL, parens: NULL })),
        { dot: "5", parens: "6" },
        ...[NULL, NULL, NULL].map(() => ({ dot: NULL, parens: NULL })),
      ],
    ),
  ],
);
