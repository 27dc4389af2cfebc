import { toDot } from "@avocet/core";
import type { Renderer } from "@avocet/core/backend";

/** Not a literal in `import`, so that bundlers do not add the two megabytes of Graphviz to every program. */
const GRAPHVIZ = "@viz-js/viz";

/**
 * Draws an expression as SVG with Graphviz, compiled to WebAssembly, which loads on first use. In a
 * bundle, where the library cannot be found by name, import it and call `setRenderer` with a renderer that uses it.
 * @example () => setRenderer(renderSvg)
 */
export const renderSvg: Renderer = async (expression) => {
  const { instance } = (await import(/* @vite-ignore */ GRAPHVIZ)) as typeof import("@viz-js/viz"); // this module
  return (await instance()).renderString(toDot(expression), { format: "svg", engine: "dot" });
};
