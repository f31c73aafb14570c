// Takes the place of the list of functions that Camunda's engine knows: the editors of expressions offer those of this platform.
import { pageData } from "./page.js";

export const feelBuiltins = (pageData.functions || []).map(({ info, ...rest }) => ({ ...rest, info: `<p>${info}</p>` }));
export const camundaExtensions = [];
export const camundaBuiltins = feelBuiltins;
export const camundaReservedNameBuiltins = [];
