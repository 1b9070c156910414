// The Uncertainty page: a study chosen, run with its progress in sight, and what came out against what was predicted.
import { figure, save } from "./figure.mjs";
import { fill, make, say } from "./dom.mjs";
import { shownPage } from "./shown.mjs";

export const Uncertainty = shownPage("uncertainty", build, ["study", "progress", "found", "kept"]);

const MARK = { yes: "●", partly: "◐", no: "○" };
const count = (value) => Number(value).toLocaleString("en-GB");
const current = (store, one) => one?.serial === store.told?.serial;

function build(store, root, act) {
  const problem = make("p", { class: "problem", role: "alert" });
  const wait = make("p", { class: "wait", role: "status" });
  const results = make("div", { class: "results" });
  root.append(
    make(
      "main",
      { class: "main" },
      make("div", { class: "opening" }, make("div", {}, make("h1", {}, "How sure is it?"), make("p", { class: "question" }, "Studies run many futures, so that what holds in most of them is told from what hangs on a guess."))),
      chooser(store, act, problem, wait),
      results,
    ),
  );
  store.on("told", () => {
    say(problem, store.told.problem);
    history.replaceState(history.state, "", `${location.pathname}?${store.told.address}`);
  });
  store.on("told found", () => {
    const fresh = current(store, store.found);
    results.classList.toggle("stale", !fresh);
    say(wait, fresh || store.told.run || store.told.problem ? "" : "Reading what is stored …");
    if (fresh) root.dataset.shown = `${store.found.serial} whole`;
  });
  store.on("found", () => fill(results, ...(store.found.of ? shown(store, act) : [])));
  store.on("kept", () => save(store.kept.name, store.kept.text, store.kept.type));
  return () => {};
}

function chooser(store, act, problem, wait) {
  const study = make("select", { "aria-label": "Study", onchange: (event) => act({ kind: "study", name: event.target.value }) });
  const size = make("select", { "aria-label": "Size", onchange: (event) => act({ kind: "size", name: event.target.value }) });
  const question = make("h2", {});
  const predicted = make("p", { class: "predicted" });
  const large = make("p", { class: "large-as" });
  const command = make("code", {});
  const bar = make("progress", { hidden: true, max: 1, value: 0, "aria-label": "Cases done" });
  const pace = make("p", { class: "pace", role: "status" });
  const press = make("button", { type: "button", class: "quiet go", onclick: () => act({ kind: store.told.run ? "stop" : "run" }) }, "Run it");
  const label = (words, inside) => make("label", {}, make("span", { class: "label" }, words), inside);
  const options = (list, now) => list.map((one) => make("option", { value: one.name, selected: one.name === now }, one.title));
  store.on("told", () => {
    fill(study, ...options(store.declared.studies, store.told.study));
    fill(size, ...options(store.declared.sizes, store.told.size));
    say(press, store.told.run ? "Stop" : "Run it");
    bar.hidden = !store.told.run;
    if (store.study && (store.study.name !== store.told.study || store.study.size !== store.told.size)) {
      for (const words of [question, predicted, large, command]) say(words, "");
      store.study = null;
    }
    if (store.told.run && !current(store, store.progress)) bar.removeAttribute("value");
    say(pace, store.told.run ? "Starting …" : "");
  });
  store.on("study", () => {
    const { study: one } = store;
    if (!current(store, one)) return;
    say(question, one.question || one.title);
    fill(predicted, make("b", {}, "Predicted before anything ran: "), one.prediction || "nothing was written down.");
    const parts = Object.entries(one.crossed).filter(([, many]) => many > 1).map(([what, many]) => `${count(many)} ${what}`);
    const crossed = [...parts, one.seeds > 1 ? `${count(one.seeds)} seeds` : ""].filter(Boolean).join(" × ");
    const time = one.time ? `about ${one.time} ${one.left < one.cases ? `for the ${count(one.left)} that are missing` : ""} on ${one.workers} ${one.workers > 1 ? "workers" : "worker"} here` : "";
    const varied = one.varied ? `${count(one.varied)} unknowns over their ranges` : "";
    say(large, [`${count(one.cases)} cases${crossed ? ` (${crossed})` : ""}`, varied, time].filter(Boolean).join("; ") + ".");
    say(command, one.command);
  });
  store.on("progress", () => {
    const { progress } = store;
    if (!current(store, progress) || !store.told.run) return;
    bar.max = progress.of;
    bar.value = progress.done;
    say(pace, `${count(progress.done)} of ${count(progress.of)} cases, ${progress.words}`);
  });
  store.on("told found", () => {
    const all = current(store, store.found) && store.found.of && store.found.stored + store.found.failed === store.found.of;
    press.disabled = Boolean(all) && !store.told.run;
    if (current(store, store.found) && !store.told.run)
      say(pace, all ? `Complete: ${count(store.found.stored)} cases are stored.` : store.found.of ? `${count(store.found.stored)} of ${count(store.found.of)} cases are stored; a run goes on from there.` : "Nothing is stored of it yet.");
  });
  return make(
    "section",
    { class: "card", "aria-label": "The study" },
    make("div", { class: "picks" }, label("Study", study), label("Size", size)),
    question,
    predicted,
    large,
    make("div", { class: "runs" }, press, bar, pace),
    problem,
    wait,
    make("p", { class: "note" }, "Stopping, or leaving the page, loses nothing that is finished. On the command line, in the same folder: ", command),
  );
}

function grid({ head, rows }) {
  return make(
    "table",
    {},
    make("thead", {}, make("tr", {}, ...head.map((word) => make("th", { scope: "col" }, word)))),
    make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((cell, place) => make(place ? "td" : "th", place ? {} : { scope: "row" }, cell))))),
  );
}

const region = (name, inside) => make("div", { class: "wide-table", tabIndex: 0, role: "region", "aria-label": name }, inside);

function shown(store, act) {
  const { found } = store;
  const part = found.stored < found.of ? make("p", { class: "partial" }, `Of ${count(found.of)} cases ${count(found.stored)} are stored: what follows stands on those.`) : "";
  const quick = store.told.size === "quick" ? make("p", { class: "partial" }, "A quick look at few futures: a verdict of the study needs the whole of it.") : "";
  return [part, quick, verdicts(found, act), ...found.sections.map(section), made(found)].filter(Boolean);
}

function verdicts(found, act) {
  const keep = (what, words) => make("button", { class: "quiet", type: "button", onclick: () => act({ kind: "keep", name: what }) }, words);
  const beside = [keep("report", "Whole report (HTML)"), keep("cases", "All cases (CSV)")];
  const head = ["predicted", "expected", "came out", "holds in", "verdict"];
  const card = figure(
    found.rows.length ? `What was predicted, and what came out: ${found.overall}` : "What came out",
    found.rows.length
      ? "A sentence counts as reproduced when it holds in four fifths of all futures or more, as not reproduced in one fifth or fewer. Brackets hold 95 % intervals."
      : "Nobody wrote down which numbers would bear the prediction out: judge it by the figures below.",
    {
      name: "study-predictions",
      beside,
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
  return card.element;
}

function section(one) {
  const numbers = one.numbers ?? one.table;
  const card = figure(one.title, one.sentences.join(" "), {
    name: `study-${one.file}`,
    ...(numbers && { numbers: () => numbers }),
    beside: one.svg ? [make("button", { class: "quiet", type: "button", onclick: () => save(`study-${one.file}.svg`, one.svg, "image/svg+xml") }, "SVG")] : [],
  });
  if (one.svg) {
    const drawn = make("div", { class: "drawn" });
    drawn.innerHTML = one.svg; // drawn by the report, by nobody else
    card.body.append(drawn);
  }
  if (one.table) {
    const table = region(one.title, grid(one.table));
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
