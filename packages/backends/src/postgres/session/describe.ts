import { AvocetError } from "@avocet/core";
import type { Connection, Submittable } from "pg";
import type { Field } from "./types.js";
import { whenReady } from "./when-ready.js";

/** Describes the columns of a statement without running it. */
export class Description implements Submittable {
  private readonly text: string;
  private fields: readonly Field[] | null = null;
  private parameters = 0;
  private resolve: (fields: readonly Field[] | null) => void = () => undefined;
  private reject: (error: unknown) => void = () => undefined;
  readonly result: Promise<readonly Field[] | null>;

  constructor(text: string) {
    this.text = text;
    this.result = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  submit(connection: Connection): void {
    connection.once("parameterDescription", this.onParameters);
    connection.stream.cork();
    connection.parse({ name: "", text: this.text, types: [] }, true);
    connection.describe({ type: "S" }, true);
    connection.sync();
    connection.stream.uncork();
  }
  private readonly onParameters = ({ parameterCount }: { readonly parameterCount: number }): void => {
    this.parameters = parameterCount;
  };
  handleRowDescription({ fields }: { readonly fields: readonly Field[] }): void {
    this.fields = fields;
  }
  handleReadyForQuery(): void {
    if (this.parameters === 0) this.resolve(this.fields);
    else
      this.reject(
        new AvocetError("invalid-argument", "SQL text cannot contain parameters", {
          hint: "Write the values into the text, or build the expression with param(name, dtype).",
          sql: this.text,
        }),
      );
  }
  handleError(error: unknown, connection: Connection): void {
    connection.off("parameterDescription", this.onParameters);
    whenReady(connection, () => this.reject(error));
  }
}
