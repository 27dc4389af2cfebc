import { conformance } from "@avocet/conformance";
import * as vitest from "vitest";
import { connect } from "../../src/duckdb/index.js";

conformance(() => connect(), { vitest });
