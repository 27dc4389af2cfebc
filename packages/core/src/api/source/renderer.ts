import { AvocetError } from "../../errors.js";
import type { AnyColumn } from "../operand/operand.js";
import type { TableLike } from "../table/base.js";

/** Draws the expression graph of a table or column. Returns SVG text. */
export type Renderer = (expression: TableLike | AnyColumn) => Promise<string>;

let renderer: Renderer | undefined;

/**
 * Sets the renderer of `visualize()`. The package `avocet` sets Graphviz compiled to WebAssembly, which draws `toDot`.
 * @example setRenderer(async (expression) => `<pre>${toDot(expression)}</pre>`)
 */
export function setRenderer(render: Renderer): void {
  renderer = render;
}

/** Draws an expression with the renderer that is set. */
export async function renderSvg(expression: TableLike | AnyColumn): Promise<string> {
  if (renderer) return renderer(expression);
  throw new AvocetError("missing-driver", "No renderer is set for `visualize()`", {
    hint: 'Import from "avocet", which includes Graphviz, or draw the text of toDot(table) with another tool.',
  });
}
