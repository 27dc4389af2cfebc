import { commaList, identifierSql, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { once, query } from "../build.js";

const [STEPS, N, HASH, STATE, WORDS, WORD, MIXED, NEXT, SUM] = [
  "steps",
  "n",
  "hash",
  "state",
  "words",
  "word",
  "mixed",
  "next",
  "sum",
].map(identifierSql) as [Sql, Sql, Sql, Sql, Sql, Sql, Sql, Sql, Sql]; // nine names

const MASK = sql`4294967295`;
const START = sql`ARRAY[1732584193, 4023233417, 2562383102, 271733878, 3285377520]`;
// Bits have no precedence among themselves: each pair is in parentheses.
const turned = (value: Sql, places: number): Sql =>
  sql`(((${value} << ${number(places)}) | (${value} >> ${number(32 - places)})) & ${MASK})`;
const number = (n: number): Sql => ({
  kind: "literal",
  value: n,
  dtype: { kind: "int64", nullable: false },
  fixed: true,
});
const at = (list: Sql, place: number): Sql => sql`${list}[${number(place)}]`;

/** The byte of the padded message at a place, moved up in its word. */
const byte = (message: Sql, place: number, shift: number): Sql =>
  sql`(CAST(GET_BYTE(${message}, ${N} / 80 * 64 + ${N} % 80 * 4 + ${number(place)}) AS bigint) << ${number(shift)})`;

/**
 * The SHA-1 of bytes as hex digits, which PostgreSQL has in an extension only, by the steps of FIPS 180-4: 80 for each block of 64 bytes,
 * with the last 16 words, the state and the sum so far.
 */
export function sha1(bytes: Sql): Sql {
  return once({ bytes }, ({ bytes: own }) => {
    const zeros = sql`DECODE(REPEAT('00', (119 - OCTET_LENGTH(${own}) % 64) % 64), 'hex')`;
    const padded = sql`${own} || DECODE('80', 'hex') || ${zeros} || INT8SEND(OCTET_LENGTH(${own}) * 8)`;
    return once({ message: padded }, ({ message }) => {
      const read = sql`${byte(message, 0, 24)} | ${byte(message, 1, 16)} | ${byte(message, 2, 8)} | ${byte(message, 3, 0)}`;
      const older = sql`(${at(WORDS, 14)} # ${at(WORDS, 9)} # ${at(WORDS, 3)} # ${at(WORDS, 1)})`;
      const word = sql`SELECT CASE WHEN ${N} % 80 < 16 THEN ${read} ELSE ${turned(older, 1)} END AS ${WORD}`;
      const [a, b, c, d, e] = [1, 2, 3, 4, 5].map((i) => at(STATE, i)) as [Sql, Sql, Sql, Sql, Sql]; // five words
      const parity = sql`${b} # ${c} # ${d}`;
      const mixed = sql`SELECT CASE ${N} % 80 / 20 WHEN 0 THEN ((${b} & ${c}) | (~${b} & ${d})) + 1518500249 WHEN 1 THEN (${parity}) + 1859775393 WHEN 2 THEN ((${b} & ${c}) | (${b} & ${d}) | (${c} & ${d})) + 2400959708 ELSE (${parity}) + 3395469782 END AS ${MIXED}`;
      const next = sql`SELECT ARRAY[(${turned(a, 5)} + ${MIXED} + ${e} + ${WORD}) & ${MASK}, ${a}, ${turned(b, 30)}, ${c}, ${d}] AS ${NEXT}`;
      const sums = [1, 2, 3, 4, 5].map((i) => sql`(${at(HASH, i)} + ${at(NEXT, i)}) & ${MASK}`);
      const sum = sql`SELECT CASE WHEN ${N} % 80 = 79 THEN ARRAY[${commaList(sums)}] END AS ${SUM}`;
      const parts = sql`LATERAL (${word}) AS ${identifierSql("of_word")}, LATERAL (${mixed}) AS ${identifierSql("of_mixed")}, LATERAL (${next}) AS ${identifierSql("of_next")}, LATERAL (${sum}) AS ${identifierSql("of_sum")}`;
      const step = sql`SELECT ${N} + 1, COALESCE(${SUM}, ${HASH}), COALESCE(${SUM}, ${NEXT}), ${WORDS}[2:16] || ${WORD} FROM ${STEPS}, ${parts} WHERE ${N} < OCTET_LENGTH(${message}) / 64 * 80`;
      const first = sql`SELECT 0, ${START}, ${START}, ARRAY_FILL(CAST(0 AS bigint), ARRAY[16])`;
      const digits = [1, 2, 3, 4, 5].map((i) => sql`LPAD(TO_HEX(${at(HASH, i)}), 8, '0')`);
      const hex = commaList(digits, " || ");
      return query(
        sql`WITH RECURSIVE ${STEPS}(${N}, ${HASH}, ${STATE}, ${WORDS}) AS (${first} UNION ALL ${step}) SELECT ${hex} FROM ${STEPS} WHERE ${N} = OCTET_LENGTH(${message}) / 64 * 80`,
      );
    });
  });
}
