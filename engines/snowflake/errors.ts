/** An error with Snowflake's error code and SQLSTATE. */
export class SnowflakeError extends Error {
  readonly code: string;
  readonly sqlState: string;
  /** Additional information for debugging, which is not sent to the client. */
  readonly detail: string | undefined;

  constructor(code: string, sqlState: string, message: string, detail?: string) {
    super(message);
    this.code = code;
    this.sqlState = sqlState;
    this.detail = detail;
  }
}

export const missingObjectError = (name: string): SnowflakeError =>
  new SnowflakeError("002003", "42S02", `SQL compilation error:\nObject '${name}' does not exist or not authorized.`);
export const cancelledError = (): SnowflakeError => new SnowflakeError("000604", "57014", "SQL execution canceled");
export const timeoutError = (seconds: number): SnowflakeError =>
  new SnowflakeError(
    "000630",
    "57014",
    `Statement reached its statement or warehouse timeout of ${seconds} second(s) and was canceled.`,
  );

/** Patterns of DuckDB's error messages, with the corresponding error of Snowflake. */
const ERROR_TRANSLATIONS: readonly (readonly [
  pattern: RegExp,
  code: string,
  sqlState: string,
  say: (m: RegExpExecArray) => string,
])[] = [
  [/INTERRUPT/, "000604", "57014", () => "SQL execution canceled"],
  [/Division by zero/, "100051", "22012", () => "Division by zero"],
  [
    /(?:Table|View) with name "?(.+?)"? does not exist/,
    "002003",
    "42S02",
    (m) => `SQL compilation error:\nObject '${m[1]}' does not exist or not authorized.`,
  ],
  [
    /(?:Table|View) with name "?(.+?)"? already exists/,
    "002002",
    "42710",
    (m) => `SQL compilation error:\nObject '${m[1]}' already exists.`,
  ],
  [
    /Existing object (\S+) is of type (\w+), trying to (?:replace|drop|alter) (?:with|as|using)? ?type/i,
    "002002",
    "42710",
    (m) => `SQL compilation error:\nObject '${m[1]}' already exists as ${m[2]?.toUpperCase()}`,
  ],
  [
    /(?:Scalar|Aggregate|Table|Macro|Window)[A-Za-z ]* Function with name (\S+) does not exist/,
    "002140",
    "42601",
    (m) => `SQL compilation error:\nUnknown function ${m[1]?.toUpperCase()}.`,
  ],
  [
    /Referenced column "?(.+?)"? (?:was )?not found|does not have a column named "?(.+?)"?[.\n]|column "?(.+?)"? does not exist|Referenced table "?(.+?)"? not found/i,
    "000904",
    "42000",
    (m) => `SQL compilation error: error line 1 at position 7\ninvalid identifier '${m[1] ?? m[2] ?? m[3] ?? m[4]}'`,
  ],
  [/NOT NULL constraint failed: (\S+)/, "100072", "22000", () => "NULL result in a non-nullable column"],
  [
    /Could not convert string ['"](.*?)['"] to (?:INT|DECIMAL|DOUBLE|FLOAT|UINT|HUGEINT)/s,
    "100038",
    "22018",
    (m) => `Numeric value '${m[1]}' is not recognized`,
  ],
  [
    /invalid (date|timestamp|time) field format: "(.*?)"/s,
    "100040",
    "22007",
    (m) => `Date '${m[2]}' is not recognized`,
  ],
  [/Could not convert string '(.*?)' to BOOL/s, "100037", "22018", (m) => `Boolean value '${m[1]}' is not recognized`],
  [/Map keys must be unique/, "100033", "22000", () => "Duplicate field key"],
  [/sf:(\d{6}):(\w{5}):(.*)/s, "", "", (m) => m[3] ?? ""],
  [/Out of Range|[Oo]verflow/, "100046", "22003", () => "Number out of representable range"],
  [/Conversion Error/, "100038", "22018", (m) => m.input],
  [/Constraint Error/, "100069", "23001", (m) => m.input],
  [
    /TransactionContext|Transaction conflict|write-write/i,
    "000625",
    "57014",
    () => "Statement was aborted because its transaction conflicts with another",
  ],
];

/** Converts an error of DuckDB to one of Snowflake; `decode` restores the encoded names in the message. */
export function translateError(error: unknown, decode: (message: string) => string): SnowflakeError {
  if (error instanceof SnowflakeError) return error;
  const message = decode(error instanceof Error ? error.message : String(error));
  const [headline = ""] = message.split("\n");
  for (const [pattern, code, sqlState, say] of ERROR_TRANSLATIONS) {
    const match = pattern.exec(message);
    if (!match) continue;
    const codeAndState = code === "" ? match.slice(1) : [code, sqlState];
    return new SnowflakeError(codeAndState[0] ?? "", codeAndState[1] ?? "", say(match), message);
  }
  return new SnowflakeError("001003", "42000", `SQL compilation error:\n${headline}`, message);
}
