// The numbers of behaviour that are changed, each with what it means, and a way to any other.
import { fill, make } from "./dom.mjs";
import { field } from "./fields.mjs";

/** A group of the lever panel: the parameters changed, and those picked to be. */
export function parameters(store, act) {
  const { declared } = store;
  const known = new Map(declared.parameters.map((one) => [one.name, one]));
  const rows = new Map(); // name -> its row, in the order in which they were picked
  const list = make("div", {});
  const pick = make(
    "select",
    { "aria-label": "Parameter to change" },
    make("option", { value: "" }, "Change a parameter …"),
    ...declared.parameters.map((one) => make("option", { value: one.name, title: one.meaning }, `${one.words}: ${one.meaning}`)),
  );
  const row = (about) => {
    const changed = (value) => value !== null && act({ kind: "parameter", name: about.name, value });
    const one = field(about.name, about, declared, false, about.words, changed);
    const back = make("button", { class: "quiet", type: "button" }, "As the scenario has it");
    back.setAttribute("aria-label", `As the scenario has it: ${about.words}`);
    back.addEventListener("click", () => {
      rows.delete(about.name);
      act({ kind: "parameter", name: about.name, value: usual(about.name) });
      show();
    });
    return { element: make("div", {}, one.element, back), show: one.show };
  };
  const told = (name) => store.told.parameters.find((one) => one.name === name);
  const usual = (name) => store.told.usual[name] ?? known.get(name).default;
  const show = () => {
    if (store.told.heard < store.sent) return; // an older answer must not pull back what is still being moved
    for (const { name } of store.told.parameters) if (!rows.has(name)) rows.set(name, row(known.get(name)));
    const elements = [...rows.values()].map((one) => one.element);
    if (elements.length !== list.childElementCount || elements.some((one) => one.parentNode !== list)) fill(list, ...elements);
    for (const [name, one] of rows) one.show(told(name)?.value ?? usual(name));
  };
  pick.addEventListener("change", () => {
    const about = known.get(pick.value);
    pick.value = "";
    if (!about) return;
    if (!rows.has(about.name)) rows.set(about.name, row(about));
    show();
    rows.get(about.name).element.querySelector("input").focus();
  });
  store.on("told", show);
  return make("section", { class: "lever-group parameters", "aria-label": "Parameters" }, make("h3", {}, "Parameters of the model"), list, pick);
}
