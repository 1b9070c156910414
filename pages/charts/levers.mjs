// The levers: a scenario, a preset of rules, and every field of every instrument with its meaning, unit, range and source.
import { fill, make } from "./dom.mjs";

/** The panel; `act` sends what was done. Fields of an instrument are built when it is first opened. */
export function levers(store, holder, act) {
  const { declared } = store;
  const kinds = Object.fromEntries(declared.instruments.map((one) => [one.name, one]));
  const fields = new Map(); // place.field -> the control that shows its value
  const scenario = chooser("Scenario", declared.scenarios, (name) => act({ kind: "scenario", name }));
  const preset = chooser("Rules", declared.presets, (name) => act({ kind: "preset", name }));
  const headline = make("div", { class: "lever-group open" });
  const groups = make("div", { class: "groups" });
  holder.append(scenario.element, preset.element, make("h2", {}, "Levers"), headline, groups);
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
    scenario.show(told.scenario);
    preset.show(told.preset);
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

function chooser(words, choices, chosen) {
  const select = make(
    "select",
    { onchange: () => chosen(select.value) },
    ...choices.map((one) => make("option", { value: one.name }, one.title)),
  );
  const question = make("p", { class: "note" });
  const element = make("div", { class: "chooser" }, make("label", {}, make("span", {}, words), select), question);
  return {
    element,
    show: (name) => {
      select.value = name;
      question.textContent = choices.find((one) => one.name === name)?.question ?? "";
    },
  };
}

/** One field as the kind of control it needs; `show` puts a value into it unless it is being changed. */
function field(lever, about, declared, first, words, changed) {
  const build = { number, whole: number, switch: toggle, name: choice, names: choices }[about.kind];
  const { control, show, inline } = build(about, declared, words, changed);
  const range = about.low !== null && about.high !== null ? `${about.low} to ${about.high} ${about.unit}` : about.unit;
  const meaning = about.meaning.charAt(0).toUpperCase() + about.meaning.slice(1);
  const rest = [range, about.source && `source: ${about.source}`].filter(Boolean).join(" · ");
  const sources =
    about.source
      .match(/P\d{3}/g)
      ?.map((id) => declared.sources[id])
      .filter(Boolean)
      .join("\n") ?? "";
  const note = make(
    "p",
    { class: "help", title: [rest, sources].filter(Boolean).join("\n") },
    meaning,
    first || !rest ? null : make("span", { class: "rest" }, rest),
  );
  return { element: make("div", { class: `field ${inline ? "inline" : ""}` }, control, note), show };
}

function number(about, _, words, changed) {
  const whole = about.kind === "whole";
  const step = whole ? 1 : nice((about.high - about.low) / 100);
  const low = about.low ?? 0;
  const high = about.high ?? 100;
  const slider = make("input", { type: "range", min: low, max: high, step, "aria-label": words });
  const box = make("input", {
    type: "number",
    min: low,
    max: high,
    step: "any",
    "aria-label": `${words}, ${about.unit}`,
    placeholder: about.optional ? "none" : "",
  });
  const read = (text) => (text === "" ? (about.optional ? null : undefined) : whole ? Math.round(Number(text)) : Number(text));
  slider.addEventListener("input", () => {
    box.value = slider.value;
    changed(read(slider.value));
  });
  box.addEventListener("change", () => read(box.value) !== undefined && changed(read(box.value)));
  const control = make(
    "div",
    { class: "number" },
    make("span", { class: "words" }, words),
    make("span", { class: "typed" }, box, make("small", {}, about.unit)),
    slider,
  );
  const show = (value) => {
    if (document.activeElement === slider && slider.matches(":active")) return;
    if (document.activeElement !== box) box.value = value === null || value === undefined ? "" : Number(Number(value).toPrecision(6));
    slider.value = value ?? low;
  };
  return { control, show };
}

function nice(step) {
  const power = 10 ** Math.floor(Math.log10(step));
  return [1, 2, 5].map((one) => one * power).findLast((one) => one <= step * 1.0001) ?? power;
}

function toggle(about, _, words, changed) {
  const box = make("input", { type: "checkbox", onchange: () => changed(box.checked) });
  return {
    control: make("label", { class: "switch" }, box, make("span", { class: "words" }, words)),
    show: (value) => (box.checked = Boolean(value)),
    inline: true,
  };
}

function listed(about, declared) {
  return about.names.split(" or ").flatMap((kind) => declared.options[kind] ?? []);
}

function choice(about, declared, words, changed) {
  const options = [["", "none"], ...listed(about, declared)];
  const select = make(
    "select",
    { onchange: () => changed(select.value) },
    ...options.map(([name, meaning]) => make("option", { value: name }, name ? `${name} · ${meaning}` : meaning)),
  );
  const show = (value) => {
    if (![...select.options].some((one) => one.value === value)) select.append(make("option", { value }, value));
    select.value = value ?? "";
  };
  return { control: make("label", { class: "pick" }, make("span", { class: "words" }, words), select), show };
}

/** Several names: those chosen in a line, all of them to tick when opened. */
function choices(about, declared, words, changed) {
  let chosen = [];
  const said = make("span", { class: "chosen" });
  const box = make("div", { class: "ticks" });
  const control = make("details", { class: "pick many" }, make("summary", {}, make("span", { class: "words" }, words), said), box);
  control.addEventListener("toggle", () => control.open && !box.childElementCount && ticks());
  const ticks = () =>
    fill(
      box,
      ...listed(about, declared).map(([name, meaning]) => {
        const tick = make("input", { type: "checkbox", value: name, checked: chosen.includes(name) });
        tick.addEventListener("change", () => {
          chosen = tick.checked ? [...chosen, name] : chosen.filter((one) => one !== name);
          changed(chosen);
        });
        return make("label", { title: meaning }, tick, name);
      }),
    );
  const show = (value) => {
    chosen = value ?? [];
    said.textContent = chosen.join(", ") || "none named";
    for (const tick of box.querySelectorAll("input")) tick.checked = chosen.includes(tick.value);
  };
  return { control, show };
}
