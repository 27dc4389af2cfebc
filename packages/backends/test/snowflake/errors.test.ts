import { describe, expect, test } from "vitest";
import { engineError, missingTable, openError, writeError } from "../../src/snowflake/errors.js";

/** An error as snowflake-sdk throws it. */
const driverError = (code: number | string, sqlState: string, message: string): Error =>
  Object.assign(new Error(message), { code, sqlState, data: { queryId: "01b2" } });

describe("errors of the service", () => {
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
    ["999999", "", "some unknown error", "unknown"],
  ])("the reason of error %s with SQLSTATE %s and message %s is %s", (code, state, message, reason) => {
    const error = engineError(driverError(code, state, message), "SELECT 1");
    expect(error.reason).toBe(reason);
    expect(error.retryable).toBe(reason === "connection");
    expect(error.details.queryId).toBe("01b2");
    expect(error.message).toContain(message);
  });

  test("the headline is removed from the message, and the position is marked", () => {
    const error = engineError(
      driverError("001003", "42000", "SQL compilation error:\nsyntax error line 2 at position 5 unexpected 'FROM'."),
      "SELECT\n  1, FROM t",
    );
    expect(error.message).toBe(
      "syntax error line 2 at position 5 unexpected 'FROM'.\n\nline 2:   1, FROM t\n             ^",
    );
  });
  test("missingTable returns the name of a missing object", () => {
    const missingTableIn = (message: string) =>
      missingTable(engineError(driverError("002003", "42S02", `SQL compilation error:\n${message}`)));
    expect(missingTableIn("Object 'ORDERS' does not exist or not authorized.")).toBe("ORDERS");
    expect(missingTableIn(`Object 'SHOP.PUBLIC."my ""table"""' does not exist or not authorized.`)).toBe('my "table"');
    expect(missingTable(engineError(driverError("001003", "42000", "syntax error")))).toBeUndefined();
    expect(missingTable(new Error("other"))).toBeUndefined();
  });
  test("some errors have a hint", () => {
    expect(engineError(driverError("000606", "57P03", "No active warehouse")).details.hint).toMatch(
      /connect\(\{ warehouse \}\)/,
    );
    expect(engineError(driverError("000008", "0A000", "Actual statement count 2")).details.hint).toMatch(
      /one after the other/,
    );
    expect(engineError(driverError("003001", "42501", "no")).details.hint).toMatch(/role/);
  });
  test("engineError returns an AvocetError unchanged", () => {
    const avocetError = engineError(driverError("100038", "22018", "x"));
    expect(engineError(avocetError)).toBe(avocetError);
  });
  test("openError names the account", () => {
    const error = openError(driverError("390100", "", "Incorrect username or password was specified."), "acme-shop");
    expect(error.message).toMatch(/^Cannot connect to the Snowflake account acme-shop: Incorrect username/);
    expect(error.reason).toBe("authentication");
  });
  test("a writing statement is not retryable after a connection error, because it may have been executed", () => {
    const connectionLost = writeError(
      engineError(driverError(401001, "", "Network error. Could not reach Snowflake.")),
    );
    expect(connectionLost.retryable).toBe(false);
    expect(connectionLost.details.hint).toMatch(/Check whether the statement was executed/);
    expect(writeError(engineError(driverError("390112", "", "Your session has expired."))).retryable).toBe(true);
  });
});
