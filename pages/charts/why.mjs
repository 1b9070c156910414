// The Why? page: what a system lacks and why, through the tiers; what binds when; what hangs on one maker; the ladder.
import { bottlenecks } from "./bottlenecks.mjs";
import { reproduce } from "./dialogs.mjs";
import { figure } from "./figure.mjs";
import { fill, make, refill, say } from "./dom.mjs";
import { ladder } from "./ladder.mjs";
import { reliefs } from "./reliefs.mjs";
import { withOwn } from "./own.mjs";
import { dated, percent, units } from "./numbers.mjs";
import { shownPage } from "./shown.mjs";
import { undoButtons, undoKeys } from "./undo.mjs";

export const Why = shownPage("why", build, ["relief"]);

function build(store, root, act) {
  const question = make("p", { class: "question" });
  const chosen = make("div", { class: "asked" });
  const problem = make("p", { class: "problem", role: "alert" });
  const wait = make("p", { class: "wait", role: "status" });
  const told = make("p", { class: "sentence", "aria-live": "polite" });
  const results = make("div", { hidden: true });
  const tools = make("div", { class: "acts" }, ...undoButtons(store, act), ...reproduce(store, "why.py"));
  const opening = make("div", { class: "opening" }, make("div", {}, make("h1", {}, "Why is it short?"), question), tools);
  root.append(make("main", { class: "main" }, opening, chosen, problem, wait, results));
  store.on("scene", () => say(question, store.scene.title));
  choosers(store, act, chosen);
  store.on("told run", () => {
    say(problem, store.told.problem);
    const fresh = store.run?.serial === store.told.serial;
    const words = fresh ? (store.run.stage === "whole" ? "" : "Running on to the end for the map …") : "Running to the month …";
    say(wait, store.told.problem ? "" : words);
    results.classList.toggle("stale", !fresh);
  });
  store.on("run", () => {
    results.hidden = false;
    say(told, plain(store, store.run.sentence));
  });
  results.append(tree(store, told), ladder(store), reliefs(store, act), bottlenecks(store, act), makers(store), systems(store, act));
  return undoKeys(act).end;
}

/** Names in place of the short names of nations, systems and products. */
export function plain(store, words) {
  if (store.named?.scene !== store.scene) {
    const all = [...store.scene.products, ...store.scene.systems, ...store.scene.nations];
    store.named = { scene: store.scene, names: new Map(all.map((one) => [one.id, one.name])) };
  }
  return words.replace(/[A-Z][A-Za-z0-9_]{2,}/g, (word) => store.named.names.get(word) ?? word);
}

/** A figure's note, and after it how many seeds its numbers are of. */
export function counted(store, card, note, which) {
  store.on("run", () => say(card.told, `${note} Over ${store.run.seeds[which]} seeds.`));
}

const NOTES = {
  chain:
    "What nations' magazines lack against their targets, by the one reason of each unit; each share is of the step above it, each bar of all that is lacking. Marked: the heaviest way down of what is late, that is what industry owes and has not made. Other steps under 2 % are left out.",
  makers:
    "Products that one maker makes at the end of the month: how much of this system's output, and of the alliance's peacetime value, would stop without it, by the most critical way down the tiers.",
  systems: "What each lacks at the end of the month and the reason that holds most of it; press one to see its chain.",
};

function choosers(store, act, holder) {
  const select = (label, kind) => make("select", { "aria-label": label, onchange: (event) => act({ kind, name: event.target.value }) });
  const scenario = select("Scenario", "scenario");
  const mix = select("Rules", "mix");
  const system = select("System", "system");
  const when = make("output");
  const month = make("input", { type: "range", min: 0, value: 0, "aria-label": "Month" });
  month.addEventListener("input", () => say(when, dated(store.scene, Number(month.value))));
  month.addEventListener("change", () => act({ kind: "month", value: Number(month.value) }));
  const moved = make("p", { class: "note" });
  const explore = make("a", {}, "Open in Explore");
  const label = (words, ...inside) => make("label", {}, make("span", { class: "label" }, words), ...inside);
  const long = label("At the end of", when, month);
  long.classList.add("long");
  fill(
    holder,
    label("System", system),
    long,
    label("Scenario", scenario),
    label("Rules", mix),
    make("div", { class: "below" }, moved, explore),
  );
  const options = (list, now, key) =>
    list.map((one) => make("option", { value: one[key], selected: one[key] === now }, one.title ?? one.name));
  store.on("told scene", () => {
    const { told, declared, scene } = store;
    fill(scenario, ...options(...withOwn(declared.scenarios, told.own.scenario, told.scenario), "name"));
    fill(mix, ...options(...withOwn(declared.presets, told.own.mix, told.preset), "name"));
    say(moved, told.moved.length ? `${told.moved.length} changed: ${told.moved.join("; ")}` : "");
    explore.href = `/?${told.address}`;
    if (scene?.name !== told.scenario) return;
    fill(system, ...options(scene.lacking, told.system, "id"));
    month.max = scene.months - 1;
    month.value = told.month;
    say(when, dated(scene, told.month));
  });
}

const shares = (one) =>
  make("span", { class: "share-bar", "aria-hidden": "true" }, make("i", { style: `width:${Math.max(1, 100 * one.whole)}%` }));

function branch(store, one, depth) {
  const words = plain(store, one.words);
  const product = one.product && one.product !== store.run.system ? ` (${plain(store, one.product)})` : "";
  const line = [
    shares(one),
    make("b", {}, percent(one.share)),
    make("span", { class: "words" }, `${words}${product}`),
    make("small", { title: "of all that the system lacks" }, depth ? `${percent(one.whole)} of all` : `${units(one.units)} units`),
  ];
  const about = { class: `branch ${one.lit ? "lit" : ""}` };
  if (!one.causes.length) return make("li", about, make("div", { class: "step" }, ...line));
  const under = make("ul", {}, ...one.causes.map((cause) => branch(store, cause, depth + 1)));
  return make(
    "li",
    about,
    make("details", { open: one.lit || (depth === 0 && one.whole >= 0.25) }, make("summary", { class: "step" }, ...line), under),
  );
}

function tree(store, told) {
  const card = figure(
    "The chain of reasons",
    NOTES.chain,
    {
      name: "why-chain",
      numbers: () => ({ head: ["depth", "path", "kind", "units", "share of step", "share of all"], rows: rowsOf(store.run.tree, 0, "") }),
    },
  );
  counted(store, card, NOTES.chain, "chain");
  const list = make("ul", { class: "tree" });
  card.body.append(told, list);
  const rowsOf = (causes, depth, path) =>
    causes.flatMap((one) => {
      const here = path ? `${path} > ${one.words}` : one.words;
      return [[String(depth), here, one.kind, one.units, one.share, one.whole], ...rowsOf(one.causes, depth + 1, here)];
    });
  store.on("run", () => {
    fill(list, ...store.run.tree.map((one) => branch(store, one, 0)));
    card.refresh();
  });
  return card.element;
}

function makers(store) {
  const rows = () => [...store.run.points].sort((a, b) => b.through - a.through || b.value - a.value);
  const card = figure(
    "Single points of failure",
    NOTES.makers,
    {
      name: "why-makers",
      numbers: () => ({
        head: ["product", "maker", "nations", "of this system", "of the alliance's value"],
        rows: rows().map((one) => [one.product, one.maker, one.nations.join(" "), one.through, one.value]),
      }),
    },
  );
  counted(store, card, NOTES.makers, "chain");
  const holder = make("div", { class: "wide-table", tabIndex: 0, role: "region", "aria-label": "Single points of failure" });
  card.body.append(holder);
  store.on("run", () => {
    const shown = rows().slice(0, 12);
    const head = ["Product", "Only maker", "Nation", "Of this system", "Of the alliance"].map((word) => make("th", { scope: "col" }, word));
    const body = shown.map((one) =>
      make(
        "tr",
        { class: one.through > 0 ? "" : "soft" },
        make("th", { scope: "row" }, plain(store, one.product)),
        make("td", {}, one.maker),
        make("td", {}, plain(store, one.nations.join(", "))),
        make("td", { class: one.through > 0 ? "strong" : "" }, percent(one.through)),
        make("td", {}, percent(one.value)),
      ),
    );
    fill(
      holder,
      shown.length
        ? make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...body))
        : "Nothing hangs on one maker.",
    );
    card.refresh();
  });
  return card.element;
}

function systems(store, act) {
  const name = (one) => plain(store, one.id);
  const card = figure(
    "Every system",
    NOTES.systems,
    {
      name: "why-systems",
      numbers: () => ({
        head: ["system", "units lacking", "heaviest reason"],
        rows: store.run.systems.map((one) => [name(one), one.lack, one.most]),
      }),
    },
  );
  counted(store, card, NOTES.systems, "chain");
  const list = make("div", { class: "lacking" });
  card.body.append(list);
  store.on("run", () => {
    const reasons = Object.fromEntries(store.scene.reasons.map((one) => [one.id, one.words]));
    const button = (one) => {
      const made = make(
        "button",
        { type: "button", "aria-pressed": String(one.id === store.run.system), onclick: () => act({ kind: "system", name: one.id }) },
        make("b", {}, name(one)),
        make("span", {}, one.lack > 0 ? `lacks ${units(one.lack)}` : "lacks nothing"),
        make("small", {}, reasons[one.most] ?? ""),
      );
      made.dataset.key = one.id;
      return made;
    };
    refill(list, ...store.run.systems.map(button));
    card.refresh();
  });
  return card.element;
}
