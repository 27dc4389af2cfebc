import { testRoundTrips } from "../round-trips.js";
import { connection } from "./run.js";

testRoundTrips(connection);
