// The Uncertainty page: a study chosen, run with its progress in sight, and what came out against what was predicted.
import { figure, save } from "./figure.mjs";
import { fill, make, say } from "./dom.mjs";
import { runs } from "./runs.mjs";
import { shownPage } from "./shown.mjs";
import { chooser, current } from "./studies.mjs";
import { keepable } from "./vector.mjs";

export const Uncertainty = shownPage("uncertainty", build, ["study", "progress", "seen", "listed", "found", "kept"]);

const MARK = { yes: "●", partly: "◐", no: "○" };
const count = (value) => Number(value).toLocaleString("en-GB");

function build(store, root, act) {
  const problem = make("p", { class: "problem", role: "alert" });
  const wait = make("p", { class: "wait", role: "status" });
  const verdict = make("div", { class: "results" });
  const results = make("div", { class: "results" });
  const cases = runs(store, act);
  root.append(
    make(
      "main",
      { class: "main" },
      make("div", { class: "opening" }, make("div", {}, make("h1", {}, "How sure is it?"), make("p", { class: "question" }, "Studies run many futures, so that what holds in most of them is told from what hangs on a guess."))),
      chooser(store, act, problem, wait),
      verdict,
      cases.element,
      results,
    ),
  );
  store.on("told", () => {
    say(problem, store.told.problem);
    history.replaceState(history.state, "", `${location.pathname}?${store.told.address}`);
  });
  store.on("told found", () => {
    const fresh = current(store, store.found);
    for (const part of [verdict, results]) part.classList.toggle("stale", !fresh);
    say(wait, fresh || store.told.run || store.told.problem ? "" : "Reading what is stored …");
    if (fresh) root.dataset.shown = `${store.found.serial} whole`;
  });
  store.on("found", () => {
    const { found } = store;
    fill(verdict, ...(found.of ? judged(store, act) : []));
    fill(results, ...(found.of ? [...found.sections.map((one) => section(one, act)), made(found)] : []));
  });
  store.on("kept", () => keep(store.kept));
  return cases.end;
}

function keep({ name, text, bytes, type }) {
  save(name, text ?? Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0)), type);
}

function grid({ head, rows }) {
  return make(
    "table",
    {},
    make("thead", {}, make("tr", {}, ...head.map((word) => make("th", { scope: "col" }, word)))),
    make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((cell, place) => make(place ? "td" : "th", place ? {} : { scope: "row" }, cell))))),
  );
}

/** Cases to look at, each of which leads to its run. */
function openable({ head, rows }, act) {
  const [row, seed] = [head.indexOf("row"), head.indexOf("seed")];
  const press = (one) => make("button", { class: "plain", type: "button", onclick: () => act({ kind: "look", look: { row: Number(one[row]), seed: Number(one[seed]) } }) }, one[0]);
  return grid({ head, rows: rows.map((one) => [press(one), ...one.slice(1)]) });
}

const region = (name, inside) => make("div", { class: "wide-table", tabIndex: 0, role: "region", "aria-label": name }, inside);

function judged(store, act) {
  const { found } = store;
  const part = found.stored < found.of ? make("p", { class: "partial" }, `Of ${count(found.of)} cases ${count(found.stored)} are stored: what follows stands on those.`) : "";
  const quick = store.told.size === "quick" ? make("p", { class: "partial" }, "A quick look at few futures: a verdict of the study needs the whole of it.") : "";
  return [part, quick, verdicts(found, act)].filter(Boolean);
}

function verdicts(found, act) {
  const keeps = (what, words) => make("button", { class: "quiet", type: "button", onclick: () => act({ kind: "keep", name: what }) }, words);
  const files = [keeps("report", "Whole report (HTML)"), keeps("cases", "All cases (CSV)"), keeps("parquet", "All cases (Parquet)"), keeps("study", "Study (YAML)")];
  const head = ["predicted", "expected", "came out", "holds in", "verdict"];
  const card = figure(
    found.rows.length ? `What was predicted, and what came out: ${found.overall}` : "What came out",
    found.rows.length
      ? "A sentence counts as reproduced when it holds in four fifths of all futures or more, as not reproduced in one fifth or fewer. Brackets hold 95 % intervals."
      : "Nobody wrote down which numbers would bear the prediction out: judge it by the figures below.",
    {
      name: "study-predictions",
      ...(found.rows.length && {
        numbers: () => ({ head: [...head, "only if", "hangs on"], rows: found.rows.map((one) => [one.says, one.expected, one.found, one.share, one.word, one.only_if, one.matters]) }),
      }),
    },
  );
  for (const one of found.rows)
    card.body.append(
      make(
        "div",
        { class: `verdict ${one.mark}` },
        make("h3", {}, one.says),
        make("p", {}, make("b", {}, `${MARK[one.mark]} ${one.word}`), `: holds in ${one.share} of futures. Expected ${one.expected}; came out ${one.found}.`),
        one.only_if ? make("p", {}, one.only_if) : "",
        make("p", { class: "note" }, `It hangs on: ${one.matters}`),
      ),
    );
  card.body.append(make("p", { class: "keeps" }, make("span", { class: "label" }, "Keep "), ...files));
  return card.element;
}

function section(one, act) {
  const numbers = one.numbers ?? one.table;
  const card = figure(one.title, one.sentences.join(" "), {
    name: `study-${one.file}`,
    ...(numbers && { numbers: () => numbers }),
  });
  if (one.svg) {
    keepable(card, `study-${one.file}`, () => card.body.querySelector("svg"));
    const drawn = make("div", { class: "drawn" });
    drawn.innerHTML = one.svg; // drawn by the report, by nobody else
    card.body.append(drawn);
  }
  if (one.table) {
    const table = region(one.title, one.kind === "cases" ? openable(one.table, act) : grid(one.table));
    card.body.append(one.svg ? make("details", {}, make("summary", {}, "In numbers"), table) : table);
  }
  return card.element;
}

function made(found) {
  const links = found.arms.flatMap((one, place) => [place ? ", " : "", make("a", { href: one.address }, one.name)]);
  return make(
    "section",
    { class: "card", "aria-label": "How it was made" },
    make("h2", {}, "How it was made"),
    ...(found.leaves_out ? [make("p", {}, make("b", {}, "What it leaves out: "), found.leaves_out)] : []),
    make("ul", {}, ...found.made.slice(0, -1).map((line) => make("li", {}, line))),
    ...(links.length ? [make("p", {}, "Its mixes in Explore, with every unknown at its central value: ", ...links)] : []),
  );
}
