import type { Renderer } from "@avocet/core";

/** Draws with Graphviz compiled to WebAssembly, which is loaded the first time that a picture is asked for. */
export const renderSvg: Renderer = async (dot) => {
  const { instance } = await import("@viz-js/viz");
  return (await instance()).renderString(dot, { format: "svg", engine: "dot" });
};
