import type { Int64 } from "../../dtype/dtype.js";
import { op } from "../../ir/op.js";
import type { AggregateOptions } from "../column/base.js";
import type { Column } from "../column/column.js";
import { columnFrom } from "../column/column-factory.js";

/** The number of rows of the table or group. */
export const countRows = (options: AggregateOptions = {}): Column<Int64<false>> =>
  columnFrom(op("CountStar", { where: options.where?.node }));
