import type { DType } from "../dtype/dtype.js";
import { ColumnBase } from "./base.js";

/** A column of maps. */
export class MapColumn<
  D extends DType = DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends ColumnBase<D, N, O> {}
