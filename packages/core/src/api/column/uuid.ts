import type { Uuid } from "../../dtype/dtype.js";
import { op } from "../../ir/op.js";
import type { Column } from "./column.js";
import { registerColumnClasses } from "./column-classes.js";
import { columnFrom } from "./column-factory.js";

registerColumnClasses();

/**
 * Random UUID (version 4), a different one for each row.
 * Returns uuid, never NULL.
 * @example orders.mutate({ key: randomUUID() })
 */
export const randomUUID = (): Column<Uuid<false>> => columnFrom(op("RandomUUID", {}));
