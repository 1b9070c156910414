// One lever as the kind of control it needs: a number, a switch, one name or several.
import { fill, make } from "./dom.mjs";

/** One field as the kind of control it needs; `show` puts a value into it unless it is being changed. */
export function field(lever, about, declared, first, words, changed) {
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
  box.addEventListener("change", () => !box.validity.badInput && read(box.value) !== undefined && changed(read(box.value)));
  let standing = "";
  // Left empty, or with no number in it, the field goes back to the value that stands.
  box.addEventListener("blur", () => {
    if (box.validity.badInput || read(box.value) === undefined) box.value = standing;
  });
  const control = make(
    "div",
    { class: "number" },
    make("span", { class: "words" }, words),
    make("span", { class: "typed" }, box, make("small", {}, about.unit)),
    slider,
  );
  const show = (value) => {
    if (document.activeElement === slider && slider.matches(":active")) return;
    standing = value === null || value === undefined ? "" : String(Number(Number(value).toPrecision(6)));
    if (document.activeElement !== box) box.value = standing;
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
