import { conformance } from "@avocet/conformance";
import * as vitest from "vitest";
import { connect } from "../src/backend.js";

const ASCII = "UPPER, LOWER and LIKE support only ASCII letters, unless SQLite is built with ICU";
const FIRST = "a scalar subquery with several rows returns the first one";
const GROUP = "a SELECT without GROUP BY is one group only if it contains an aggregate";
const MARK = "sql.js drops U+FEFF at the start of text as a byte order mark";
const MERGE = "SQLite has no MERGE that could fail for its rows";

conformance(() => connect(), {
  vitest,
  gaps: {
    "string functions, non-ASCII: upper": ASCII,
    "string functions, non-ASCII: lower": ASCII,
    "string functions, non-ASCII: upper of accented Latin letters": ASCII,
    "string functions, non-ASCII: lower of Greek and Cyrillic letters": ASCII,
    "string functions, non-ASCII: capitalize of an accented letter": ASCII,
    "like: ilike with a column pattern, non-ASCII": ASCII,
    'like: ilike "%É%" of "cafés"': ASCII,
    "subqueries: a scalar subquery of two rows is an error": FIRST,
    "groupBy and aggregate: aggregate of constants over no rows returns one row": GROUP,
    "groupBy and aggregate: select of a constant after aggregate": GROUP,
    "groupBy and aggregate: orderBy after aggregate of constants": GROUP,
    'untrusted text: "\uFEFF" as a literal': MARK,
    'untrusted text: "\uFEFF" in rows and conditions': MARK,
    "row changes: merge fails for two source rows with the key 1": MERGE,
    "row changes: merge fails for two source rows with the key 77": MERGE,
    "row changes: merge fails for two source rows with the key null": MERGE,
  },
});
