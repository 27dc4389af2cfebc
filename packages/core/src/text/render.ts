import { AvocetError } from "../errors.js";

/** Renders a graph in the DOT language as SVG. */
export type Renderer = (dot: string) => Promise<string>;

let renderer: Renderer | undefined;

/**
 * Sets the renderer of `visualize()`. The package `avocet` sets Graphviz compiled to WebAssembly.
 * @example setRenderer(async (dot) => `<pre>${dot}</pre>`)
 */
export function setRenderer(render: Renderer): void {
  renderer = render;
}

export async function renderSvg(dot: string): Promise<string> {
  if (renderer) return renderer(dot);
  throw new AvocetError("missing-driver", "No renderer is set for `visualize()`", {
    hint: 'Import from "avocet", which includes Graphviz, or render the result of toDot() yourself.',
  });
}
