import { setArrowMaker, setRenderer } from "@avocet/core/backend";
import { makeArrow } from "./arrow.js";
import { renderSvg } from "./svg.js";

export * from "@avocet/core";
export { setRenderer } from "@avocet/core/backend";

// Both load their library when they are first used.
setRenderer(renderSvg);
setArrowMaker(makeArrow);
