import { commaList, identifierSql, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { evaluateOnce, subquery } from "../build.js";

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
].map(identifierSql) as [Sql, Sql, Sql, Sql, Sql, Sql, Sql, Sql, Sql]; // one for each of the nine names

const MASK = sql`4294967295`;
const START = sql`ARRAY[1732584193, 4023233417, 2562383102, 271733878, 3285377520]`;
// Bitwise operators all have the same precedence, so each operation is parenthesized.
const rotateLeft = (value: Sql, bits: number): Sql =>
  sql`(((${value} << ${integerLiteral(bits)}) | (${value} >> ${integerLiteral(32 - bits)})) & ${MASK})`;
const integerLiteral = (n: number): Sql => ({
  kind: "literal",
  value: n,
  dtype: { kind: "int64", nullable: false },
  fixed: true,
});
const itemAt = (list: Sql, index: number): Sql => sql`${list}[${integerLiteral(index)}]`;

/** Byte `offset` of the current word of the padded message, shifted to its position in the word. */
const messageByte = (message: Sql, offset: number, shift: number): Sql =>
  sql`(CAST(GET_BYTE(${message}, ${N} / 80 * 64 + ${N} % 80 * 4 + ${integerLiteral(offset)}) AS bigint) << ${integerLiteral(shift)})`;

/**
 * The SHA-1 of bytes as hex digits, which PostgreSQL only has in an extension. A recursive query follows FIPS 180-4: 80
 * steps for each block of 64 bytes, with the last 16 words, the state and the hash so far.
 */
export function sha1(bytes: Sql): Sql {
  return evaluateOnce({ bytes }, ({ bytes: input }) => {
    const zeros = sql`DECODE(REPEAT('00', (119 - OCTET_LENGTH(${input}) % 64) % 64), 'hex')`;
    const padded = sql`${input} || DECODE('80', 'hex') || ${zeros} || INT8SEND(OCTET_LENGTH(${input}) * 8)`;
    return evaluateOnce({ message: padded }, ({ message }) => {
      const read = sql`${messageByte(message, 0, 24)} | ${messageByte(message, 1, 16)} | ${messageByte(message, 2, 8)} | ${messageByte(message, 3, 0)}`;
      const older = sql`(${itemAt(WORDS, 14)} # ${itemAt(WORDS, 9)} # ${itemAt(WORDS, 3)} # ${itemAt(WORDS, 1)})`;
      const wordQuery = sql`SELECT CASE WHEN ${N} % 80 < 16 THEN ${read} ELSE ${rotateLeft(older, 1)} END AS ${WORD}`;
      const [a, b, c, d, e] = [1, 2, 3, 4, 5].map((i) => itemAt(STATE, i)) as [Sql, Sql, Sql, Sql, Sql]; // five words
      const parity = sql`${b} # ${c} # ${d}`;
      const mixed = sql`SELECT CASE ${N} % 80 / 20 WHEN 0 THEN ((${b} & ${c}) | (~${b} & ${d})) + 1518500249 WHEN 1 THEN (${parity}) + 1859775393 WHEN 2 THEN ((${b} & ${c}) | (${b} & ${d}) | (${c} & ${d})) + 2400959708 ELSE (${parity}) + 3395469782 END AS ${MIXED}`;
      const next = sql`SELECT ARRAY[(${rotateLeft(a, 5)} + ${MIXED} + ${e} + ${WORD}) & ${MASK}, ${a}, ${rotateLeft(b, 30)}, ${c}, ${d}] AS ${NEXT}`;
      const sums = [1, 2, 3, 4, 5].map((i) => sql`(${itemAt(HASH, i)} + ${itemAt(NEXT, i)}) & ${MASK}`);
      const sum = sql`SELECT CASE WHEN ${N} % 80 = 79 THEN ARRAY[${commaList(sums)}] END AS ${SUM}`;
      const lateralQueries = sql`LATERAL (${wordQuery}) AS ${identifierSql("of_word")}, LATERAL (${mixed}) AS ${identifierSql("of_mixed")}, LATERAL (${next}) AS ${identifierSql("of_next")}, LATERAL (${sum}) AS ${identifierSql("of_sum")}`;
      const step = sql`SELECT ${N} + 1, COALESCE(${SUM}, ${HASH}), COALESCE(${SUM}, ${NEXT}), ${WORDS}[2:16] || ${WORD} FROM ${STEPS}, ${lateralQueries} WHERE ${N} < OCTET_LENGTH(${message}) / 64 * 80`;
      const first = sql`SELECT 0, ${START}, ${START}, ARRAY_FILL(CAST(0 AS bigint), ARRAY[16])`;
      const digits = [1, 2, 3, 4, 5].map((i) => sql`LPAD(TO_HEX(${itemAt(HASH, i)}), 8, '0')`);
      const hex = commaList(digits, " || ");
      return subquery(
        sql`WITH RECURSIVE ${STEPS}(${N}, ${HASH}, ${STATE}, ${WORDS}) AS (${first} UNION ALL ${step}) SELECT ${hex} FROM ${STEPS} WHERE ${N} = OCTET_LENGTH(${message}) / 64 * 80`,
      );
    });
  });
}
