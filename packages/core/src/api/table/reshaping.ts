import type { Schema } from "../../dtype/dtype.js";
import { ShapingTable } from "./shaping.js";

/** The verbs that turn columns into rows and rows into columns. */
export class ReshapingTable<S extends Schema> extends ShapingTable<S> {}
