// The Compare page: the mixes side by side, their curves, and what each brings over the first.
import { reproduce } from "./dialogs.mjs";
import { figure } from "./figure.mjs";
import { fill, make, say } from "./dom.mjs";
import { withOwn } from "./own.mjs";
import { by, known, none, percent, units } from "./numbers.mjs";
import { address, shownPage } from "./shown.mjs";
import { curves } from "./sidecurves.mjs";
import { letter, mark, MOST } from "./sides.mjs";
import { undoButtons, undoKeys } from "./undo.mjs";
import { worth, worthButton } from "./worth.mjs";

export const Compare = shownPage("compare", build, ["worth"]);

function build(store, root, act) {
  const ends = [];
  const title = make("h1", {}, "Compare");
  const question = make("p", { class: "question" });
  const chosen = make("div", { class: "sides" });
  const problem = make("p", { class: "problem", role: "alert" });
  const wait = make("p", { class: "wait", role: "status" });
  const results = make("div", { hidden: true });
  const opening = make(
    "div",
    { class: "opening" },
    make("div", {}, title, question),
    make("div", { class: "acts" }, ...undoButtons(store, act), ...reproduce(store, "compare.py")),
  );
  root.append(make("main", { class: "main" }, opening, chosen, problem, wait, results));
  store.on("run", () => (store.run.mixes = store.told.sides)); // what was run, whatever is chosen meanwhile
  let stand = "";
  store.on("told", () => {
    say(problem, store.told.problem);
    const now = JSON.stringify([store.told.scenario, store.told.sides]);
    if (now !== stand || store.told.problem) refill(store, act, chosen); // else whatever has the focus keeps it
    stand = now;
  });
  store.on("scene", () => say(question, store.scene.title));
  store.on("told run", () => {
    const done = store.run?.serial === store.told.serial ? store.run.sides : 0;
    const all = store.told.sides.length;
    say(wait, done < all && !store.told.problem ? `Running mix ${done + 1} of ${all} …` : "");
    results.classList.toggle("stale", done === 0);
  });
  store.on("run", () => (results.hidden = false));
  store.on("month row", () => address(store));

  ends.push(undoKeys(act), worth(store, act, results));
  results.append(
    curves(store, ends),
    alliance(store),
    ...byRow(store, "nation", "Better for whom", "Each nation: what a mix brings over mix A, with the paired 90 % interval."),
    ...byRow(store, "system", "By system", "Each system: what a mix brings over mix A, with the paired 90 % interval."),
  );
  return () => ends.forEach((one) => one.end());
}

/** The choosers anew; the focus goes to what was chosen, or where it was, and never to nowhere. */
function refill(store, act, holder) {
  const held = holder.contains(document.activeElement) && document.activeElement;
  const label = store.told.problem ? held && held.getAttribute("aria-label") : (store.next ?? (held && held.getAttribute("aria-label")));
  store.next = null;
  fill(holder, ...choosers(store, act));
  if (!held) return;
  const all = [...holder.querySelectorAll("select, button")];
  (all.find((one) => one.getAttribute("aria-label") === label) ?? all[0]).focus({ preventScroll: true });
}

function choosers(store, act) {
  const { told, declared } = store;
  const options = (list, now) => list.map((one) => make("option", { value: one.name, selected: one.name === now }, one.title));
  const scenario = make(
    "select",
    { "aria-label": "Scenario", onchange: (event) => act({ kind: "scenario", name: event.target.value }) },
    ...options(...withOwn(declared.scenarios, told.own.scenario, told.scenario)),
  );
  const then = (place, what) => {
    store.next = `Mix ${letter(place)}`;
    act(what);
  };
  const card = (one, place) => {
    const pick = make(
      "select",
      { "aria-label": `Mix ${letter(place)}`, onchange: (event) => act({ kind: "mix", place, name: event.target.value }) },
      ...options(...withOwn(declared.presets, one.own, one.preset)),
    );
    const first = make("button", { class: "quiet", type: "button", "aria-label": `Put first: mix ${letter(place)}`, onclick: () => then(0, { kind: "first", place }) }, "Put first");
    const take = make(
      "button",
      { class: "quiet", type: "button", "aria-label": `Remove mix ${letter(place)}`, onclick: () => then(Math.min(place, told.sides.length - 2), { kind: "take", place }) },
      "Remove",
    );
    return make(
      "div",
      { class: "side-card" },
      make("div", { class: "side-head" }, mark(place), make("b", {}, letter(place)), make("span", {}, place ? "" : "others against this")),
      pick,
      one.moved.length > 0 && make("p", { class: "note", title: one.moved.join("\n") }, `${one.moved.length} changed: ${one.moved[0]}`),
      make(
        "div",
        { class: "acts" },
        make("a", { href: `/?${one.explore}` }, "Open in Explore"),
        place > 0 && first,
        told.sides.length > 2 && take,
        worthButton(place, act),
      ),
    );
  };
  const free = declared.presets.find((one) => !told.sides.some((side) => side.preset === one.name));
  const add = make("button", { class: "quiet", type: "button", onclick: () => then(told.sides.length, { kind: "add", name: free.name }) }, "Add a mix");
  const where = make("div", { class: "side-card" }, make("div", { class: "side-head" }, make("b", {}, "Scenario")), scenario);
  where.append(make("div", { class: "acts" }, told.sides.length < MOST && free ? add : make("span")));
  return [where, ...told.sides.map(card)];
}

function worded(unit, value, sign = false) {
  if (!known(value)) return none;
  if (unit === "USD" || unit === "ratio") return by(unit, value, sign).replace(/^[−+](0\.0+×)$/, "$1");
  if (unit === "share") return sign ? `${percent(value, true).replace("%", "")} points` : percent(value);
  const size = units(Math.abs(value));
  return `${value < 0 ? "−" : sign && value > 0 ? "+" : ""}${size}`;
}

/** A difference with its interval; strong where the interval leaves out nought. */
function gainCell(one, gain, row, scale) {
  const [mean, low, high] = gain.map((part) => part[row]);
  if (!known(mean)) return make("td", { class: "soft" }, none);
  const clear = low > 0 || high < 0;
  const interval = known(low) ? `${worded(one.unit, low, true)} to ${worded(one.unit, high, true)}` : "";
  const size = scale.of(row) * scale.reach;
  const at = (value) => 50 + 48 * Math.max(-1, Math.min(1, value / size));
  const drawing =
    known(low) && size > 0
      ? `<svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true"><path d="M50 0V12" stroke="var(--base)"/><path d="M${at(low)} 6H${Math.max(at(high), at(low) + 1.5)}" stroke="currentColor" stroke-width="5"/></svg>`
      : "";
  const cell = make("td", { class: clear ? "gain-cell strong" : "gain-cell soft", title: `${interval}, 90 % interval` });
  cell.innerHTML = drawing;
  cell.prepend(make("span", {}, mean === 0 ? "0" : worded(one.unit, mean, true)), make("small", {}, mean === 0 && !clear ? "" : interval));
  return cell;
}

const alone = (one) => ({ of: () => 1, reach: reachOf(one) });
const LONGEST = 1; // a bar ends at the whole of what the row has under A: one that doubles from little must not flatten the rest

/** One scale for all rows: each against its own level under A where units differ, else in the measure's unit. */
function shared(one) {
  const of = one.relative ? (row) => Math.abs(one.level[0][row] ?? 0) : () => 1;
  const ends = one.gain.flatMap(([, low, high]) => [low, high].flatMap((list) => list.map((value, row) => (of(row) > 0 && known(value) ? Math.abs(value) / of(row) : 0))));
  const most = Math.max(0, ...ends);
  return { of, reach: one.relative ? Math.min(LONGEST, most) : most, cut: one.relative && most > LONGEST };
}

function scaleWords(one, { reach, cut }) {
  if (!(reach > 0)) return "";
  const size = one.relative ? `${percent(reach)} of the row's level under A` : worded(one.unit, reach);
  return ` Bars have one scale in all rows, each side reaching ${size}${cut ? "; longer ones are cut" : ""}.`;
}

const reachOf = (one) => Math.max(0, ...one.gain.flatMap(([, low, high]) => [...low, ...high]).map((value) => Math.abs(value ?? 0)));
const defined = (one) => one.level.some((level) => level.some(known));

function heads(store, first) {
  const sides = store.run.mixes.slice(0, store.run.sides);
  const head = (side) => make("th", { scope: "col", title: sides[side].title }, mark(side), ` ${letter(side)}`);
  return make("thead", {}, make("tr", {}, make("th", { scope: "col" }, first), ...sides.map((_, side) => head(side))));
}

function alliance(store) {
  const card = figure(
    "What it comes to",
    "The alliance: mix A as it is, the others by what they bring over it, with the paired 90 % interval; bold where that leaves out nought.",
    {
      name: "compare-alliance",
      numbers: () => measureRows(store, ""),
    },
  );
  const holder = make("div", { class: "wide-table", tabIndex: 0, role: "region", "aria-label": "The alliance by mix" });
  card.body.append(holder);
  store.on("run", () => {
    const rows = store.run.table
      .filter((one) => !one.by && defined(one))
      .map((one) =>
        make(
          "tr",
          { "data-measure": one.id },
          make("th", { scope: "row", title: one.meaning }, one.title),
          make("td", {}, worded(one.unit, one.level[0][0])),
          ...one.gain.map((gain) => gainCell(one, gain, 0, alone(one))),
        ),
      );
    fill(holder, make("table", {}, heads(store, "Measure"), make("tbody", {}, ...rows)));
    card.refresh();
  });
  return card.element;
}

function byRow(store, kind, title, note) {
  const pick = make("select", { class: "which", "aria-label": `${title}: measure` });
  const card = figure(title, note, { name: `compare-${kind}`, numbers: () => measureRows(store, kind), beside: [pick] });
  const told = make("p", { class: "said" });
  const holder = make("div", { class: "wide-table", tabIndex: 0, role: "region", "aria-label": `${title}, by mix` });
  card.body.append(told, holder);
  const show = () => {
    const list = store.run.table.filter((one) => one.by === kind && defined(one));
    const kept = list.some((one) => one.id === pick.value) ? pick.value : list[0]?.id;
    fill(pick, ...list.map((one) => make("option", { value: one.id, selected: one.id === kept }, one.title)));
    const one = list.find((each) => each.id === kept);
    if (!one) return;
    const names = store.scene[`${kind}s`];
    const scale = shared(one);
    const rows = names.map((each, row) =>
      make(
        "tr",
        { "data-row": each.id },
        make("th", { scope: "row" }, each.name, each.outside && make("small", {}, " (outside the alliance)")),
        make("td", {}, worded(one.unit, one.level[0][row])),
        ...one.gain.map((gain) => gainCell(one, gain, row, scale)),
      ),
    );
    say(told, one.gain.map((gain, place) => `${letter(place + 1)}: ${sorted(gain, names)}.`).join(" "));
    fill(holder, make("table", {}, heads(store, `${one.title} (${one.unit})`), make("tbody", {}, ...rows)));
    card.told.textContent = `${note} ${one.meaning[0].toUpperCase()}${one.meaning.slice(1)}.${scaleWords(one, scale)}`;
    card.refresh();
  };
  pick.addEventListener("change", show);
  store.on("run", show);
  return [card.element];
}

/** For whom a measure is clearly higher, and for whom lower. */
function sorted([, low, high], names) {
  const list = (sign) => names.filter((_, row) => (sign > 0 ? low[row] > 0 : known(high[row]) && high[row] < 0)).map((one) => one.name);
  const [more, less] = [list(1), list(-1)];
  const few = (found) => (found.length > 4 ? `${found.slice(0, 3).join(", ")} and ${found.length - 3} others` : found.join(", "));
  const parts = [more.length && `higher for ${few(more)}`, less.length && `lower for ${few(less)}`].filter(Boolean);
  return parts.join("; ") || "no clear difference for anyone";
}

function measureRows(store, kind) {
  const names = kind ? store.scene[`${kind}s`].map((one) => one.id) : ["alliance"];
  const head = ["measure", "unit", "of", "mix", "preset", "mean", "difference", "low", "high"];
  const rows = store.run.table
    .filter((one) => one.by === kind && defined(one))
    .flatMap((one) =>
      names.flatMap((name, row) =>
        one.level.map((level, side) => [
          one.title,
          one.unit,
          name,
          letter(side),
          store.run.mixes[side].preset,
          level[row] ?? NaN,
          ...(side ? one.gain[side - 1].map((part) => part[row] ?? NaN) : [NaN, NaN, NaN]),
        ]),
      ),
    );
  return { head, rows };
}
