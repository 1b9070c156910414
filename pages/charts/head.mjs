// The top of the page: what differs from the baseline, and the headline numbers with what the difference is worth.
import { fill, make, say } from "./dom.mjs";
import { by, known, none, percent, ratio } from "./numbers.mjs";
import { undoButtons } from "./undo.mjs";

/** Chips of what sets this run apart, each with a way back, and what one can do with the whole of it. */
export function chips(store, holder, act) {
  const list = make("ul", { class: "chips", "aria-label": "What differs from the baseline" });
  const problem = make("p", { class: "problem", role: "alert" });
  const pin = make(
    "button",
    { class: "quiet", type: "button", title: "Hold later changes against this run", onclick: () => act({ kind: "pin" }) },
    "Pin as baseline",
  );
  const reset = make(
    "button",
    { class: "quiet", type: "button", title: "Back to the baseline", onclick: () => act({ kind: "reset" }) },
    "Back to baseline",
  );
  const against = make("p", { class: "against" });
  holder.append(
    make("div", { class: "changes" }, list, make("div", { class: "acts" }, ...undoButtons(store, act), reset, pin)),
    against,
    problem,
  );
  store.on("told", () => {
    const { told } = store;
    const items = told.chips.map((chip) => item(chip, act, told));
    fill(
      list,
      ...(items.length
        ? items
        : [make("li", { class: "none" }, "This run is the baseline: move a lever or choose other rules to change it.")]),
    );
    pin.disabled = reset.disabled = items.length === 0;
    say(problem, told.problem);
    const { title, pinned, moved } = told.baseline;
    const unpin = make("button", { class: "quiet", type: "button", onclick: () => act({ kind: "unpin" }) }, "Unpin");
    fill(against, pinned && `Baseline: ${title}${moved ? ` with ${moved} changed` : ""} `, pinned && unpin);
  });
}

function item(chip, act, told) {
  const back = () => act({ kind: "back", name: chip.undo });
  const plain = chip.what
    .replace(/\[1\]/, "")
    .replace(/\./, ": ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
  const words = plain.charAt(0).toUpperCase() + plain.slice(1);
  const value = make(
    "span",
    { class: "value", title: `${chip.from} → ${chip.to}` },
    make("span", { class: "from" }, chip.from),
    " → ",
    make("b", {}, chip.to),
  );
  const mine =
    chip.undo === "preset" ||
    chip.undo === "scenario" ||
    told.settings.some((one) => one.startsWith(`${chip.undo}=`)) ||
    !chip.undo.includes(".");
  const close = mine ? make("button", { class: "close", type: "button", "aria-label": `Put back ${words}`, onclick: back }, "×") : null;
  return make("li", { class: "chip" }, make("span", {}, words), value, close);
}

/** Large numbers: this run's, and by how much it differs from the baseline, with a 90 % interval. */
export function headlines(store, holder) {
  let cells = [];
  const build = () => {
    const first = {
      id: "now",
      title: "Surge, month shown",
      meaning: "value delivered to all nations over its peacetime rate",
      unit: "ratio",
    };
    cells = [first, ...store.scene.headlines].map((one, place) => {
      const value = make("b");
      const gain = make("span", { class: "gain", title: "Difference from the baseline, paired by seed, and its 90 % interval" });
      const heading = make("h2", {}, one.title);
      const element = make("div", { class: "large", title: `${one.meaning} (${one.unit})` }, heading, value, gain);
      return { ...one, place: place - 1, heading, value, gain, element };
    });
    fill(holder, ...cells.map((cell) => cell.element));
  };
  const show = () => {
    if (!store.scene || !store.run) return;
    holder.classList.toggle("rough", store.run.stage !== "whole");
    for (const cell of cells) {
      say(cell.heading, whose(store, cell));
      const [value, gain, low, high] =
        cell.place < 0
          ? ["surge", "gap", "gap_low", "gap_high"].map((name) => store.value(name, store.row, store.month))
          : ["headlines", "gain", "gain_low", "gain_high"].map((name) => store.value(name, cell.place));
      say(cell.value, by(cell.unit, value));
      say(cell.gain, store.same ? "baseline" : difference(cell, value, gain, low, high));
      cell.gain.classList.toggle("clear", !store.same && known(low) && (low > 0 || high < 0));
    }
  };
  store.on("scene", build);
  store.on("scene run told month row", show);
}

/** The month's surge is that of the system shown; all else is the alliance's, and says so while a system is shown. */
function whose(store, { place, title }) {
  if (store.row === 0) return title;
  return place < 0 ? `${title}: ${store.rowName()}` : `${title}: alliance`;
}

/** A difference, relative to the baseline where the measure is told so, with its interval. */
function difference(cell, value, gain, low, high) {
  if (!known(gain)) return none;
  const before = value - gain;
  const told =
    cell.relative && before > 0
      ? (one) => percent(one / before, true)
      : (one) => (cell.unit === "ratio" ? ratio(one, true) : by(cell.unit, one, true));
  return known(low) ? `${told(gain)}\n${told(low)} to ${told(high)}` : `about ${told(gain)}`;
}
