// The levers: a scenario, a preset of rules, and every field of every instrument with its meaning, unit, range and source.
import { fill, make } from "./dom.mjs";
import { field } from "./fields.mjs";
import { upload, withOwn } from "./own.mjs";
import { parameters } from "./parameters.mjs";

/** The panel; `act` sends what was done. Fields of an instrument are built when it is first opened. */
export function levers(store, holder, act) {
  const { declared } = store;
  const kinds = Object.fromEntries(declared.instruments.map((one) => [one.name, one]));
  const fields = new Map(); // place.field -> the control that shows its value
  const scenario = chooser("Scenario", declared.scenarios, (name) => act({ kind: "scenario", name }));
  const preset = chooser("Rules", declared.presets, (name) => act({ kind: "preset", name }));
  const headline = make("div", { class: "lever-group open" });
  const groups = make("div", { class: "groups" });
  scenario.element.append(upload(store, "scenario", "Use your own scenario file", act));
  preset.element.append(upload(store, "mix", "Use your own rules file", act));
  holder.append(scenario.element, preset.element, make("h2", {}, "Levers"), headline, groups, parameters(store, act));
  let shape = "";

  const value = (lever) => {
    const [place, field] = lever.split(".");
    return store.told.instruments.find((row) => row.place === place)?.levers[field];
  };
  const control = (row, about, plain) => {
    const lever = `${row.place}.${about.name}`;
    const one = field(
      lever,
      about,
      declared,
      plain,
      plain ? `${kinds[row.kind].words}: ${about.words.toLowerCase()}` : about.words,
      (now) => act({ kind: "lever", name: lever, value: now }),
    );
    fields.set(`${lever}${plain ? " first" : ""}`, one);
    one.show(value(lever));
    return one.element;
  };
  const build = () => {
    fields.clear();
    const rows = store.told.instruments;
    fill(
      headline,
      ...declared.headline.map((lever) => {
        const [place, name] = lever.split(".");
        const row = rows.find((one) => one.place === place);
        return (
          row &&
          control(
            row,
            kinds[row.kind].fields.find((one) => one.name === name),
            true,
          )
        );
      }),
    );
    const names = [...new Set(declared.instruments.map((one) => one.group))];
    fill(
      groups,
      ...names.map((name) => {
        const own = declared.instruments
          .filter((one) => one.group === name)
          .flatMap((kind) => rows.filter((row) => row.kind === kind.name));
        return make("section", { class: "lever-group" }, make("h3", {}, name), ...own.map((row) => instrument(row)));
      }),
    );
  };
  const instrument = (row) => {
    const about = kinds[row.kind];
    const number = row.place.match(/\[(\d+)\]/)[1];
    const many = store.told.instruments.filter((one) => one.kind === row.kind).length > 1;
    const dot = make("i", { class: "dot", "aria-hidden": "true" });
    const standing = make("span", { class: "standing" });
    const body = make("div", { class: "fields" });
    const element = make(
      "details",
      { class: "instrument" },
      make("summary", {}, dot, make("span", {}, about.words + (many ? ` ${number}` : "")), standing),
      body,
    );
    element.addEventListener("toggle", () => {
      if (!element.open || body.childElementCount) return;
      const off = make("button", { class: "quiet", type: "button" });
      off.addEventListener("click", () => act({ kind: off.dataset.does, name: row.place }));
      body.append(make("p", { class: "note" }, about.meaning), ...about.fields.map((one) => control(row, one, false)), off);
      fields.set(`${row.place} off`, {
        show: (now) => {
          off.hidden = !now.held;
          off.dataset.does = now.off ? "back" : "off";
          off.textContent = now.off ? "Put back in force" : "Put out of force";
        },
      });
      show();
    });
    fields.set(`${row.place} standing`, {
      show: (now) => {
        element.classList.toggle("held", now.held && !now.off);
        standing.textContent = now.held && !now.off ? "in force" : "";
      },
    });
    return element;
  };
  const show = () => {
    const { told } = store;
    if (told.heard < store.sent) return; // an older answer must not pull back a lever that is still being moved
    scenario.show(told.scenario, told.own.scenario);
    preset.show(told.preset, told.own.mix);
    const now = told.instruments
      .map((row) => row.place)
      .sort() // an instrument that a first move puts in force stays where it is, and so does the slider under the hand
      .join();
    if (now !== shape) {
      const open = [...groups.querySelectorAll("details[open] > summary > span:first-of-type")].map((one) => one.textContent);
      shape = now;
      build();
      for (const one of groups.querySelectorAll("details"))
        if (open.includes(one.querySelector("summary > span").textContent)) one.open = true;
    }
    const rows = Object.fromEntries(told.instruments.map((row) => [row.place, row]));
    for (const [name, one] of fields) {
      const [lever, what] = name.split(" ");
      one.show(what === "off" || what === "standing" ? rows[lever] : value(lever));
    }
  };
  store.on("told", show);
}

function chooser(words, shipped, chosen) {
  const select = make("select", { onchange: () => chosen(select.value) });
  const question = make("p", { class: "note" });
  const element = make("div", { class: "chooser" }, make("label", {}, make("span", {}, words), select), question);
  return {
    element,
    show: (name, own) => {
      const [choices, now] = withOwn(shipped, own, name);
      const options = choices.map((one) => make("option", { value: one.name }, one.title));
      if ([...select.options].map((one) => one.text).join() !== options.map((one) => one.text).join()) fill(select, ...options);
      select.value = now;
      question.textContent = choices.find((one) => one.name === now)?.question ?? "";
    },
  };
}
