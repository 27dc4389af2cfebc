import { AvocetError } from "../errors.js";

/** Draws a graph in the DOT language as SVG. */
export type Renderer = (dot: string) => Promise<string>;

let renderer: Renderer | undefined;

/**
 * Makes `visualize()` draw with `render`, as the package `avocet` does with Graphviz compiled to WebAssembly.
 * @example setRenderer(async (dot) => `<pre>${dot}</pre>`)
 */
export function setRenderer(render: Renderer): void {
  renderer = render;
}

export async function rendered(dot: string): Promise<string> {
  if (renderer) return renderer(dot);
  throw new AvocetError("missing-driver", "nothing is there to draw the picture with", {
    hint: 'Import from "avocet", which brings Graphviz along, or draw the text of .toDot() yourself.',
  });
}
