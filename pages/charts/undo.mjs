// The way back: what was chosen before, by button or by key.
import { make } from "./dom.mjs";

export function undoButtons(store, act) {
  const press = (kind, words, keys) =>
    make("button", { class: "quiet", type: "button", title: `${words} (${keys})`, disabled: true, onclick: () => act({ kind }) }, words);
  const undo = press("undo", "Undo", "Ctrl+Z");
  const redo = press("redo", "Redo", "Ctrl+Shift+Z");
  store.on("told", () => {
    undo.disabled = store.told.undo === 0;
    redo.disabled = store.told.redo === 0;
  });
  return [undo, redo];
}

/** Ctrl+Z and Ctrl+Shift+Z, until `end()`; where one types they stay the text's own. */
export function undoKeys(act) {
  const press = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || event.target.matches("input[type=number], textarea"))
      return;
    event.preventDefault();
    act({ kind: event.shiftKey ? "redo" : "undo" });
  };
  document.addEventListener("keydown", press);
  return { end: () => document.removeEventListener("keydown", press) };
}
