// What the page asks for by name: the Explore page and the light switch, as components of the widgets' Vue.
export { Explore } from "./explore.mjs";
export { Theme } from "./theme.mjs";
