// Stockpiles: what magazines hold against what they plan to hold, and for how many days of full war it would last.
import { fill, make, say } from "./dom.mjs";
import { days, known, percent, units } from "./numbers.mjs";

export function stocks(store, holder) {
  let rows = [];
  const build = () => {
    const held = store.scene.systems.map((system, place) => ({ ...system, place })).filter((system) => !system.service);
    rows = held.map((system) => row(store, system));
    const names = [
      ["", ""],
      ["of the target", "wide"],
      ["held", "number"],
      ["days of supply", "number"],
      ["baseline", "number"],
    ];
    const head = make(
      "tr",
      {},
      ...names.map(([words, kind]) => make("th", { class: kind, scope: "col" }, words || make("span", { class: "unseen" }, "system"))),
    );
    fill(holder, make("table", { class: "stocks" }, make("thead", {}, head), make("tbody", {}, ...rows.map((one) => one.element))));
  };
  const place = () => store.scene && store.run && rows.forEach((one) => one.place());
  store.on("scene", build);
  store.on("scene run baseline month row", place);
  return { end: () => {} };
}

function row(store, system) {
  const bar = make("i", { class: "fill" });
  const share = make("span", { class: "share" });
  const held = make("td", { class: "number" });
  const lasts = make("td", { class: "number strong" });
  const base = make("td", { class: "number soft" });
  const name = make(
    "button",
    { class: "plain", type: "button", title: system.name, onclick: () => store.set("row", system.place + 1) },
    system.id.replaceAll("_", " "),
  );
  const element = make(
    "tr",
    {},
    make("th", { scope: "row" }, name),
    make("td", { class: "wide" }, make("span", { class: "gauge" }, bar), share),
    held,
    lasts,
    base,
  );
  const place = () => {
    const { month } = store;
    const stock = store.value("stock", system.place, month);
    const target = store.value("target", system.place, month);
    const filled = target > 0 ? stock / target : null;
    bar.style.transform = `scaleX(${Math.min(1, filled ?? 0)})`;
    say(share, known(filled) ? percent(filled) : "no target");
    say(held, units(stock));
    const supplied = store.value("days", system.place, month);
    say(lasts, days(supplied));
    lasts.classList.toggle("dry", known(supplied) && supplied < 30);
    const before = store.baselineLine(system.place, "days")?.[month];
    say(base, store.same || !known(before) ? "" : days(before));
    element.classList.toggle("chosen", store.row === system.place + 1);
  };
  return { element, place };
}
