// What the pages ask for by name: the Explore page, the light switch and a labelled choice, as components of the widgets' Vue.
export { Explore } from "./explore.mjs";
export { Pick } from "./pick.mjs";
export { Theme } from "./theme.mjs";
