// What opens over the page: the meaning of its numbers, its keys, and the lines of Python that give the same.
import { fill, make } from "./dom.mjs";
import { save } from "./figure.mjs";

const KEYS = [
  ["Space", "play or pause"],
  ["← →", "a month back or on; with Shift a year"],
  ["Home End", "the first and the last month"],
  ["[ ]", "the event before and after"],
  ["Ctrl+Z", "undo; with Shift redo"],
];

/** What every number means, in the words of the metrics themselves, and the keys. */
export function help(store, dialog) {
  const { terms, headlines: large } = store.scene;
  const word = (name) => name.replaceAll("_", " ");
  const meant = [...Object.entries(terms).map(([name, term]) => [word(name), term]), ...large.map((one) => [one.title, one])];
  const list = meant.flatMap(([name, { meaning, unit }]) => [
    make("dt", {}, name.charAt(0).toUpperCase() + name.slice(1)),
    make("dd", {}, `${meaning} (${unit})`),
  ]);
  const keys = KEYS.map(([key, does]) => make("p", {}, make("kbd", {}, key), ` ${does}`));
  const close = make("button", { class: "quiet", type: "button", onclick: () => dialog.close() }, "Close");
  fill(
    dialog,
    make("h2", { tabIndex: -1, autofocus: true }, "What the numbers mean"),
    make("dl", {}, ...list),
    make("h2", {}, "Keys"),
    ...keys,
    make("div", { class: "acts" }, close),
  );
  dialog.showModal();
  dialog.scrollTop = 0;
}

/** A button for the lines of Python, and the dialog in which it shows them. */
export function reproduce(store, name) {
  const dialog = make("dialog", { "aria-label": "Reproduce in Python" });
  const button = make("button", { class: "quiet", type: "button", onclick: () => python(store, dialog, name) }, "Reproduce in Python");
  return [button, dialog];
}

/** The lines of Python that give the numbers shown, to copy or to keep under this name. */
export function python(store, dialog, name = "explore.py") {
  const text = make("pre", { tabIndex: 0, role: "region", "aria-label": "Lines of Python" }, store.told.python);
  const copy = make("button", { class: "quiet", type: "button", onclick: () => navigator.clipboard?.writeText(store.told.python) }, "Copy");
  const keep = make("button", { class: "quiet", type: "button", onclick: () => save(name, store.told.python + "\n") }, "Download");
  fill(
    dialog,
    make("h2", {}, "Reproduce in Python"),
    text,
    make("div", { class: "acts" }, copy, keep, make("button", { class: "quiet", type: "button", onclick: () => dialog.close() }, "Close")),
  );
  dialog.showModal();
}
