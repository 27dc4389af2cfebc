import type { Binary, DType, Str } from "../../dtype/dtype.js";
import type { HashAlgorithm } from "../../ir/ops/strings.js";
import { hashAlgorithm } from "../operand/text-operand.js";
import { ColumnBase } from "./base.js";
import type { Column } from "./column.js";

/** A column of bytes. */
export class BinaryColumn<
  D extends DType = DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends ColumnBase<D, N, O> {
  /**
   * The digest of the bytes as hex digits in lower case; NULL stays NULL. → string
   * @example files.mutate((c) => ({ digest: c.content.hexdigest("md5") }))
   */
  hexdigest(how: HashAlgorithm = "sha256"): Column<Str<D["nullable"]>> {
    return this.op("HexDigest", { arg: this.node, how: hashAlgorithm(how) });
  }
  /**
   * The digest of the bytes; NULL stays NULL. → binary
   * @example files.mutate((c) => ({ digest: c.content.hashbytes("md5") }))
   */
  hashbytes(how: HashAlgorithm = "sha256"): Column<Binary<D["nullable"]>> {
    return this.op("HashBytes", { arg: this.node, how: hashAlgorithm(how) });
  }
}
