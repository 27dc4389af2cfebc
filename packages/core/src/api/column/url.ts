import type { DType, Str } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import { ColumnBase } from "./base.js";
import type { Column } from "./column.js";

/** The parts of a URL, as they stand in it: nothing is decoded. All are NULL where the URL has no such part, or an empty one. */
export class UrlColumn<
  D extends DType = DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends ColumnBase<D, N, O> {
  /**
   * The protocol of a URL, `https`; NULL where it has none. → string
   * @example pages.mutate((c) => ({ protocol: c.url.protocol() }))
   */
  protocol(): Column<Str> {
    return this.op("ExtractProtocol", { arg: this.node });
  }
  /**
   * The user, host and port of a URL, `ann:pw@example.com:80`; NULL where it has none. → string
   * @example pages.mutate((c) => ({ authority: c.url.authority() }))
   */
  authority(): Column<Str> {
    return this.op("ExtractAuthority", { arg: this.node });
  }
  /**
   * The user and password of a URL, `ann:pw`; NULL where it has none. → string
   * @example pages.mutate((c) => ({ user: c.url.userinfo() }))
   */
  userinfo(): Column<Str> {
    return this.op("ExtractUserInfo", { arg: this.node });
  }
  /**
   * The host of a URL without its port, `example.com`; NULL where it has none. → string
   * @example pages.mutate((c) => ({ host: c.url.host() }))
   */
  host(): Column<Str> {
    return this.op("ExtractHost", { arg: this.node });
  }
  /**
   * The path and query of a URL, `/docs/index.html?page=2`; NULL where it has none. → string
   * @example pages.mutate((c) => ({ file: c.url.file() }))
   */
  file(): Column<Str> {
    return this.op("ExtractFile", { arg: this.node });
  }
  /**
   * The path of a URL, `/docs/index.html`; NULL where it has none. → string
   * @example pages.mutate((c) => ({ path: c.url.path() }))
   */
  path(): Column<Str> {
    return this.op("ExtractPath", { arg: this.node });
  }
  /**
   * The query of a URL, `page=2&q=a`, or the value of the first `key` in it; NULL where it has none. → string
   * @example pages.mutate((c) => ({ page: c.url.query("page") }))
   */
  query(key?: string): Column<Str> {
    if (key !== undefined && (typeof key !== "string" || key === ""))
      throw new AvocetError("invalid-argument", "query takes the key as a string, or nothing for the whole query");
    return this.op("ExtractQuery", { arg: this.node, key });
  }
  /**
   * The fragment of a URL, what comes after `#`; NULL where it has none. → string
   * @example pages.mutate((c) => ({ anchor: c.url.fragment() }))
   */
  fragment(): Column<Str> {
    return this.op("ExtractFragment", { arg: this.node });
  }
}
