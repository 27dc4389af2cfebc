import type { DType, Str } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import { ColumnBase } from "./base.js";
import type { Column } from "./column.js";

/** Components of a URL, without percent-decoding. A missing or empty component is NULL. */
export class UrlColumn<
  D extends DType = DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends ColumnBase<D, N, O> {
  /**
   * Protocol of a URL, such as `https`.
   * Returns string, NULL if the URL has none.
   * @example pages.mutate((c) => ({ protocol: c.url.protocol() }))
   */
  protocol(): Column<Str> {
    return this.op("ExtractProtocol", { arg: this.node });
  }
  /**
   * User information, host and port of a URL, such as `ann:pw@example.com:80`.
   * Returns string, NULL if the URL has none.
   * @example pages.mutate((c) => ({ authority: c.url.authority() }))
   */
  authority(): Column<Str> {
    return this.op("ExtractAuthority", { arg: this.node });
  }
  /**
   * User name and password of a URL, such as `ann:pw`.
   * Returns string, NULL if the URL has none.
   * @example pages.mutate((c) => ({ user: c.url.userinfo() }))
   */
  userinfo(): Column<Str> {
    return this.op("ExtractUserInfo", { arg: this.node });
  }
  /**
   * Host of a URL without its port, such as `example.com`.
   * Returns string, NULL if the URL has none.
   * @example pages.mutate((c) => ({ host: c.url.host() }))
   */
  host(): Column<Str> {
    return this.op("ExtractHost", { arg: this.node });
  }
  /**
   * Path and query of a URL, such as `/docs/index.html?page=2`.
   * Returns string, NULL if the URL has none.
   * @example pages.mutate((c) => ({ file: c.url.file() }))
   */
  file(): Column<Str> {
    return this.op("ExtractFile", { arg: this.node });
  }
  /**
   * Path of a URL, such as `/docs/index.html`.
   * Returns string, NULL if the URL has none.
   * @example pages.mutate((c) => ({ path: c.url.path() }))
   */
  path(): Column<Str> {
    return this.op("ExtractPath", { arg: this.node });
  }
  /**
   * Query of a URL, such as `page=2&q=a`, or the first value of a key in it.
   * Returns string, NULL if the URL has none. Throws `invalid-argument` for an empty key.
   * @example pages.mutate((c) => ({ page: c.url.query("page") }))
   */
  query(key?: string): Column<Str> {
    if (key !== undefined && (typeof key !== "string" || key === ""))
      throw new AvocetError("invalid-argument", '"key" must be a non-empty string, or omitted for the entire query');
    return this.op("ExtractQuery", { arg: this.node, key });
  }
  /**
   * Fragment of a URL: the text after `#`.
   * Returns string, NULL if the URL has none.
   * @example pages.mutate((c) => ({ anchor: c.url.fragment() }))
   */
  fragment(): Column<Str> {
    return this.op("ExtractFragment", { arg: this.node });
  }
}
