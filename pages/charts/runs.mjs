// The runs of a study: what is looked at, chosen by lists; dots, heat map, the runs of a cell, and one run with its way to Explore.
import { fill, make, say } from "./dom.mjs";
import { dotChart } from "./dots.mjs";
import { heatMap } from "./heat.mjs";
import { effectsSoFar } from "./sofar.mjs";

const count = (value) => Number(value).toLocaleString("en-GB");
const PICKS = { outcome: "Outcome", across: "Over", up: "And over (heat map)", mix: "Under the mix", against: "Held against", events: "Events" };
const NONE = { against: "nothing", events: "all of them" };

export function runs(store, act) {
  const look = (changes) => act({ kind: "look", look: changes });
  const pick = (row, seed) => look({ row, seed });
  const charts = [effectsSoFar(store), dotChart(store, pick), heatMap(store, (x, y) => act({ kind: "cell", x, y }))];
  const far = make("p", { class: "partial", role: "status" });
  const choices = Object.keys(PICKS).map((name) => choice(name, look));
  const picks = make("div", { class: "picks many-picks" }, ...choices.map((one) => one.element));
  const listed = make("section", { class: "card listed", "aria-label": "Runs of the cell", hidden: true });
  const one = make("section", { class: "card opened", "aria-label": "One run", hidden: true, tabIndex: -1 });
  const [sofar, dots, heat] = charts.map((chart) => chart.element);
  const holder = make("div", { class: "runs-of", hidden: true }, make("section", { class: "card", "aria-label": "Which runs" }, make("h2", {}, "Every run"), far, picks), sofar, dots, one, heat, listed);

  store.on("seen", () => {
    holder.hidden = false;
    say(far, standing(store.seen));
    for (const one of choices) one.show(store.seen);
    if (listed.dataset.of !== numbers(store.seen)) listed.hidden = true;
    opened(one, store, act);
  });
  store.on("told", () => {
    if (store.seen && store.seen.serial !== store.told.serial) holder.hidden = true;
  });
  store.on("listed", () => list(listed, store, pick));
  return { element: holder, end: () => charts.forEach((chart) => chart.end()) };
}

function standing({ standing: now, run }) {
  const futures = now.futures > 1 ? `; ${count(now.whole)} of ${count(now.futures)} futures are whole` : "";
  const failed = now.failed ? `, ${count(now.failed)} failed` : "";
  const all = now.stored + now.failed === now.of;
  return all ? `All ${count(now.of)} runs are there${failed}.` : `${run ? "So far " : ""}${count(now.stored)} of ${count(now.of)} runs${failed}${futures}.`;
}

/** What decides which numbers are drawn, and so which runs a cell holds. */
const numbers = ({ serial, look }) => JSON.stringify([serial, ...Object.keys(PICKS).map((name) => look[name])]);

/** One pick list, which stays while cases come in; hidden where there is nothing to choose. */
function choice(name, look) {
  const list = make("select", { "aria-label": PICKS[name], onchange: (event) => look({ [name]: event.target.value }) });
  const element = make("label", {}, make("span", { class: "label" }, PICKS[name]), list);
  let known = "";
  const show = ({ look: now, offered }) => {
    const along = (name === "mix" || name === "events") && [now.across, now.up].includes(name);
    const all = along ? "all, side by side" : NONE[name];
    const values = [...(all ? [""] : []), ...offered[name]];
    element.hidden = offered[name].length < 2;
    list.disabled = along;
    if (known !== JSON.stringify([values, all])) {
      known = JSON.stringify([values, all]);
      fill(list, ...values.map((value) => make("option", { value }, value || all)));
    }
    list.value = along ? "" : now[name];
  };
  return { element, show };
}

function list(holder, store, pick) {
  const { listed, seen } = store;
  if (!listed || listed.serial !== store.told.serial || !seen?.heat) return;
  const { heat } = seen;
  const row = (one) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, make("button", { class: "plain", type: "button", onclick: () => pick(one.row, one.seed) }, `row ${one.row}, seed ${one.seed}`)),
      make("td", {}, one.mix),
      make("td", {}, one.value),
    );
  holder.hidden = false;
  holder.dataset.of = numbers(seen);
  fill(
    holder,
    make("h2", {}, `Runs where ${heat.across.bins[listed.x]} and ${heat.up.bins[listed.y]}`),
    make("p", { class: "note" }, `${count(listed.cases.length)} runs, highest ${heat.outcome} first. Press one to see it.`),
    make("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": "Runs of the cell, as a table" }, table(["run", "mix", heat.outcome], listed.cases.map(row))),
  );
  holder.querySelector("button")?.focus({ preventScroll: true });
  holder.scrollIntoView({ block: "nearest" });
}

const table = (head, rows) => make("table", {}, make("thead", {}, make("tr", {}, ...head.map((word) => make("th", { scope: "col" }, word)))), make("tbody", {}, ...rows));
const line = (cells) => make("tr", {}, ...cells.map((cell, place) => make(place ? "td" : "th", place ? {} : { scope: "row" }, cell)));

/** One run: the way to it in Explore, its rules and its unknowns. */
function opened(holder, store, act) {
  const { opened: run } = store.seen;
  const before = holder.dataset.run;
  holder.hidden = !run;
  holder.dataset.run = run ? `${run.row} ${run.seed}` : "";
  if (!run || before === holder.dataset.run) return;
  const way = run.address ? make("a", { class: "go-there", href: run.address }, "Open this run in Explore") : make("b", {}, "Explore cannot be given this run.");
  const wide = (name, inside) => make("div", { class: "wide-table", tabIndex: 0, role: "region", "aria-label": name }, inside);
  fill(
    holder,
    make("header", {}, make("h2", {}, run.title), make("div", { class: "tools" }, make("button", { class: "quiet", type: "button", onclick: () => act({ kind: "keep", name: "rules" }) }, "Rules (YAML)"), make("button", { class: "quiet", type: "button", onclick: () => act({ kind: "look", look: { row: -1, seed: 0 } }) }, "Close"))),
    run.failed ? make("p", { class: "problem" }, `This run failed: ${run.failed}`) : "",
    make("p", { class: "way" }, way),
    make("ul", { class: "note" }, ...run.doubts.map((words) => make("li", {}, words))),
    wide("Outcomes of the run", table(["outcome", "in this run"], run.outcomes.map(line))),
    run.levers.length ? wide("Levers of the run", table(["lever", "in this run"], run.levers.map(line))) : "",
    run.unknowns.length ? make("details", {}, make("summary", {}, `${count(run.unknowns.length)} unknowns as they were in this run`), wide("Unknowns of the run", table(["unknown", "in this run", "central value", "meaning"], run.unknowns.map(line)))) : "",
    make("p", { class: "note" }, "Run it again alone, to the same bits: ", make("code", {}, run.command)),
  );
  if (before !== undefined) holder.scrollIntoView({ block: "nearest" });
}
