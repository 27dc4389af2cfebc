import type { Binary, DType, Str } from "../../dtype/dtype.js";
import type { HashAlgorithm } from "../../ir/ops/strings.js";
import { checkedHashAlgorithm } from "../operand/text-operand.js";
import { ColumnBase } from "./base.js";
import type { Column } from "./column.js";

/** A column of bytes. */
export class BinaryColumn<
  D extends DType = DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends ColumnBase<D, N, O> {
  /**
   * Digest of the bytes (SHA-256 by default) as hexadecimal digits in lower case.
   * Returns string. NULL stays NULL.
   * @example files.mutate((c) => ({ digest: c.content.hexdigest("md5") }))
   */
  hexdigest(algorithm: HashAlgorithm = "sha256"): Column<Str<D["nullable"]>> {
    return this.op("HexDigest", { arg: this.node, how: checkedHashAlgorithm(algorithm) });
  }
  /**
   * Digest of the bytes (SHA-256 by default).
   * Returns binary. NULL stays NULL.
   * @example files.mutate((c) => ({ digest: c.content.hashbytes("md5") }))
   */
  hashbytes(algorithm: HashAlgorithm = "sha256"): Column<Binary<D["nullable"]>> {
    return this.op("HashBytes", { arg: this.node, how: checkedHashAlgorithm(algorithm) });
  }
}
