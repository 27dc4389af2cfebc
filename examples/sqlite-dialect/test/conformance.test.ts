import { conformance } from "@avocet/conformance";
import * as vitest from "vitest";
import { connect } from "../src/backend.js";

const ASCII = "UPPER, LOWER and LIKE know the letters of ASCII only, unless SQLite is built with ICU";
const FIRST = "a subquery for one value takes the first row of several";
const GROUP = "rows become one group only beside an aggregate";
const MARK = "sql.js takes U+FEFF at the start of text for a mark, and leaves it out";
const MERGE = "there is no MERGE that could fail for its rows";

conformance(() => connect(), {
  vitest,
  gaps: {
    "strings beyond ASCII: upper": ASCII,
    "strings beyond ASCII: lower": ASCII,
    "strings beyond ASCII: letters of Latin in upper case": ASCII,
    "strings beyond ASCII: letters of Greek and Cyrillic in lower case": ASCII,
    "strings beyond ASCII: a letter with an accent capitalized": ASCII,
    "like: ilike beyond ASCII, of columns": ASCII,
    'like: ilike "%É%" of "cafés"': ASCII,
    "subqueries: a value of two rows": FIRST,
    "groups: an aggregation of constants alone is one row": GROUP,
    "groups: some of an aggregation's columns": GROUP,
    "groups: an aggregation of constants, sorted": GROUP,
    'hostile text: "\uFEFF" as a literal': MARK,
    'hostile text: "\uFEFF" in rows and conditions': MARK,
    "changes: two new rows of the key 1 are an error": MERGE,
    "changes: two new rows of the key 77 are an error": MERGE,
    "changes: two new rows of the key null are an error": MERGE,
  },
});
