import { describe, expect, test } from "vitest";
import { optionsOf } from "../../src/snowflake/url.js";

describe("connection URLs", () => {
  test("a URL contains all options", () => {
    expect(
      optionsOf("snowflake://ada:se%2Fcret@acme-shop.eu-central-1/SHOP/%22sales%22?warehouse=SMALL&role=ANALYST"),
    ).toEqual({
      account: "acme-shop.eu-central-1",
      user: "ada",
      password: "se/cret",
      database: "SHOP",
      schema: '"sales"',
      warehouse: "SMALL",
      role: "ANALYST",
    });
  });
  test("parts of a URL are optional", () => {
    expect(optionsOf("snowflake://acme-shop")).toEqual({ account: "acme-shop" });
    expect(optionsOf("snowflake://ada@acme-shop/SHOP")).toEqual({
      account: "acme-shop",
      user: "ada",
      database: "SHOP",
    });
  });
  test("a URL contains a token and the URL of the service", () => {
    expect(
      optionsOf("snowflake://ada@local?authenticator=OAUTH&token=t&accessUrl=http%3A%2F%2F127.0.0.1%3A80"),
    ).toEqual({
      account: "local",
      user: "ada",
      authenticator: "OAUTH",
      token: "t",
      accessUrl: "http://127.0.0.1:80",
    });
  });
  test.each([
    "postgres://a@b/c",
    "snowflake://",
    "snowflake://ada:secret@acme/a/b/c",
    "snowflake://ada:secret@ac me",
  ])("%s is refused without quoting the password", (url) => {
    const attempt = () => optionsOf(url);
    expect(attempt).toThrow(/The URL of the account is invalid\nWrite it as snowflake:\/\/user:password@/);
    expect(attempt).not.toThrow(/secret/);
  });
  test("an unknown parameter is refused with a suggestion", () => {
    expect(() => optionsOf("snowflake://acme?warehose=W")).toThrow(/unknown parameter warehose\n.*warehouse/);
  });
});
