import { describe, expect, test } from "vitest";
import { engineError, missingTable, openError, writeError } from "../../src/snowflake/errors.js";

/** An error as snowflake-sdk gives it. */
const told = (code: number | string, sqlState: string, message: string): Error =>
  Object.assign(new Error(message), { code, sqlState, data: { queryId: "01b2" } });

describe("what the service says", () => {
  test.each([
    ["000904", "42000", "invalid identifier 'X'", "syntax"],
    ["001003", "42000", "syntax error", "syntax"],
    ["003001", "42501", "Insufficient privileges", "authorization"],
    ["000606", "57P03", "No active warehouse selected", "resources"],
    ["000604", "57014", "SQL execution canceled", "cancelled"],
    ["000630", "57014", "Statement reached its statement or warehouse timeout", "timeout"],
    ["000625", "57014", "Statement was aborted", "conflict"],
    ["100038", "22018", "Numeric value 'x' is not recognized", "data"],
    ["100051", "22012", "Division by zero", "data"],
    ["100072", "22000", "NULL result in a non-nullable column", "constraint"],
    ["390100", "", "Incorrect username or password was specified.", "authentication"],
    ["390144", "08001", "JWT token is invalid", "authentication"],
    [401001, "", "Network error. Could not reach Snowflake.", "connection"],
    [407002, "", "Unable to perform operation using terminated connection.", "connection"],
    ["999999", "", "what nobody knows", "unknown"],
  ])("%s %s is of the reason %s", (code, state, message, reason) => {
    const error = engineError(told(code, state, message), "SELECT 1");
    expect(error.reason).toBe(reason);
    expect(error.retryable).toBe(reason === "connection");
    expect(error.details.queryId).toBe("01b2");
    expect(error.message).toContain(message);
  });

  test("the words above the message are left away, and the place is marked", () => {
    const error = engineError(
      told("001003", "42000", "SQL compilation error:\nsyntax error line 2 at position 5 unexpected 'FROM'."),
      "SELECT\n  1, FROM t",
    );
    expect(error.message).toBe(
      "syntax error line 2 at position 5 unexpected 'FROM'.\n\nline 2:   1, FROM t\n             ^",
    );
  });
  test("an object that is not there is a table that is not there", () => {
    const missing = (message: string) =>
      missingTable(engineError(told("002003", "42S02", `SQL compilation error:\n${message}`)));
    expect(missing("Object 'ORDERS' does not exist or not authorized.")).toBe("ORDERS");
    expect(missing(`Object 'SHOP.PUBLIC."my ""table"""' does not exist or not authorized.`)).toBe('my "table"');
    expect(missingTable(engineError(told("001003", "42000", "syntax error")))).toBeUndefined();
    expect(missingTable(new Error("other"))).toBeUndefined();
  });
  test("hints", () => {
    expect(engineError(told("000606", "57P03", "No active warehouse")).details.hint).toMatch(
      /connect\(\{ warehouse \}\)/,
    );
    expect(engineError(told("000008", "0A000", "Actual statement count 2")).details.hint).toMatch(
      /one after the other/,
    );
    expect(engineError(told("003001", "42501", "no")).details.hint).toMatch(/role/);
  });
  test("an error of Avocet stays as it is", () => {
    const own = engineError(told("100038", "22018", "x"));
    expect(engineError(own)).toBe(own);
  });
  test("a session that cannot be opened", () => {
    const error = openError(told("390100", "", "Incorrect username or password was specified."), "acme-shop");
    expect(error.message).toMatch(/^Snowflake's account acme-shop cannot be connected to: Incorrect username/);
    expect(error.reason).toBe("authentication");
  });
  test("a statement that writes may have been done when the line broke", () => {
    const lost = writeError(engineError(told(401001, "", "Network error. Could not reach Snowflake.")));
    expect(lost.retryable).toBe(false);
    expect(lost.details.hint).toMatch(/Look whether it was done/);
    expect(writeError(engineError(told("390112", "", "Your session has expired."))).retryable).toBe(true);
  });
});
