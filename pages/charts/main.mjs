// What the pages ask for by name: each page, the light switch and a labelled choice, as components of the widgets' Vue.
export { Compare } from "./compare.mjs";
export { Explore } from "./explore.mjs";
export { Pick } from "./pick.mjs";
export { Theme } from "./theme.mjs";
export { Uncertainty } from "./uncertainty.mjs";
export { Why } from "./why.mjs";
