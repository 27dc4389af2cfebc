import { AvocetError } from "@avocet/core";
import { describe, expect, test } from "vitest";
import { parseUrl } from "../../src/bigquery/url.js";

describe("BigQuery connection URLs", () => {
  test.each([
    ["bigquery://project/dataset", { project: "project", dataset: "dataset" }],
    ["bigquery://project", { project: "project" }],
    ["bigquery://google.com:project/d%20s/", { project: "google.com:project", dataset: "d s" }],
    [
      "bigquery:///dataset?location=EU&maximumBytesBilled=1000&apiEndpoint=http%3A%2F%2Flocalhost%3A9050",
      { dataset: "dataset", location: "EU", maximumBytesBilled: 1000, apiEndpoint: "http://localhost:9050" },
    ],
  ])("the options of %s are parsed", (url, options) => {
    expect(parseUrl(url)).toEqual(options);
  });
  test.each([
    "bigquery:project",
    "duckdb://project",
    "bigquery://a/b/c",
    "bigquery://a?loction=EU",
    "bigquery://a?connections=many",
  ])("the URL %s is refused", (url) => {
    expect(() => parseUrl(url)).toThrow(AvocetError);
  });
});
