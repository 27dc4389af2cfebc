import type { Uuid } from "../../dtype/dtype.js";
import { op } from "../../ir/op.js";
import type { Column } from "./column.js";
import { columnFrom } from "./column-factory.js";

/**
 * A random UUID of version 4, another for each row; never NULL. → uuid
 * @example orders.mutate({ key: randomUUID() })
 */
export const randomUUID = (): Column<Uuid<false>> => columnFrom(op("RandomUUID", {}));
