import type { Int64 } from "../../dtype/dtype.js";
import { op } from "../../ir/op.js";
import type { AggregateOptions } from "../column/base.js";
import type { Column } from "../column/column.js";
import { columnFrom } from "../column/column-factory.js";

/**
 * Number of rows of the table or group.
 * Returns int64, never NULL.
 * @example orders.groupBy("status").aggregate({ n: count() })
 */
export const count = (options: AggregateOptions = {}): Column<Int64<false>> =>
  columnFrom(op("CountStar", { where: options.where?.node }));
