// What the pages ask for by name: each page, the light switch and a labelled choice, as components of the widgets' Vue.
export { Arrived, Followed } from "./address.mjs";
export { Compare } from "./compare.mjs";
export { Explore } from "./explore.mjs";
export { Entry, Pick } from "./pick.mjs";
export { Pressed } from "./pressed.mjs";
export { Theme } from "./theme.mjs";
export { Uncertainty } from "./uncertainty.mjs";
export { Why } from "./why.mjs";
