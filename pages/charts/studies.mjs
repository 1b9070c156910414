// Choosing a study: shipped, own, handed over from this computer, or stored here; its size, its run and how far it is.
import { fill, make, say } from "./dom.mjs";

const LARGEST = 64_000; // bytes; what is larger is not even sent, and the session says so
const SHELVES = { study: "Studies", own: "Handed over in this visit", store: "Stored here, to read" };
const count = (value) => Number(value).toLocaleString("en-GB");
export const current = (store, one) => one?.serial === store.told?.serial;

export function chooser(store, act, problem, wait) {
  const question = make("h2", {});
  const predicted = make("p", { class: "predicted" });
  const large = make("p", { class: "large-as" });
  const command = make("code", {});
  store.on("told", () => {
    if (store.study && (store.study.name !== store.told.study || store.study.size !== store.told.size)) {
      for (const words of [question, predicted, large, command]) say(words, "");
      store.study = null;
    }
  });
  store.on("study", () => {
    const { study: one } = store;
    if (!current(store, one)) return;
    say(question, one.question || one.title);
    fill(predicted, make("b", {}, "Predicted before anything ran: "), ...coded(one.prediction || "nothing was written down."));
    say(large, `${sizeWords(one)}.`);
    say(command, one.command);
  });
  return make(
    "section",
    { class: "card", "aria-label": "The study" },
    picks(store, act),
    question,
    predicted,
    large,
    runner(store, act),
    problem,
    wait,
    make("p", { class: "note" }, "Stopping, or leaving the page, loses nothing that is finished. On the command line, in the same folder: ", command),
  );
}

/** Words between backticks as names. */
const coded = (text) => text.split("`").map((part, place) => (place % 2 ? make("code", {}, part) : part));

function sizeWords(one) {
  const parts = Object.entries(one.crossed)
    .filter(([, many]) => many > 1)
    .map(([what, many]) => `${count(many)} ${what}`);
  const crossed = [...parts, one.seeds > 1 ? `${count(one.seeds)} seeds` : ""].filter(Boolean).join(" × ");
  const missing = one.left < one.cases ? `for the ${count(one.left)} that are missing ` : "";
  const time = one.time ? `about ${one.time} ${missing}on ${one.workers} ${one.workers > 1 ? "workers" : "worker"} here` : "";
  const varied = one.varied ? `${count(one.varied)} unknowns over their ranges` : "";
  return [`${count(one.cases)} cases${crossed ? ` (${crossed})` : ""}`, varied, time].filter(Boolean).join("; ");
}

/** The shelf and the size, and a file of one's own. */
function picks(store, act) {
  const choose = (event) => {
    const [shelf, ...name] = event.target.value.split(":");
    act({ kind: shelf, name: name.join(":") });
  };
  const study = make("select", { "aria-label": "Study", onchange: choose });
  const size = make("select", { "aria-label": "Size", onchange: (event) => act({ kind: "size", name: event.target.value }) });
  const file = make("input", { type: "file", accept: ".yaml,.yml", class: "unseen", "aria-label": "A study file of your own (YAML)", onchange: () => handOver(file, act) });
  const own = make("label", { class: "own-file" }, file, make("span", { class: "quiet-like" }, "Own study (YAML) …"));
  const label = (words, inside) => make("label", {}, make("span", { class: "label" }, words), inside);
  store.on("told", () => {
    const { told, declared } = store;
    const chosen = `${told.shelf}:${told.study}`;
    const named = (names) => names.map((name) => ({ name, title: name }));
    const shelves = { study: declared.studies, own: named(told.uploads), store: named(told.stores) };
    const group = (shelf) => make("optgroup", { label: SHELVES[shelf] }, ...shelves[shelf].map((one) => option(`${shelf}:${one.name}`, one.title, chosen)));
    fill(study, ...Object.keys(shelves).filter((shelf) => shelves[shelf].length).map(group));
    fill(size, ...declared.sizes.map((one) => option(one.name, one.title, told.size)));
    size.disabled = told.shelf === "store";
  });
  return make("div", { class: "picks" }, label("Study", study), label("Size", size), own);
}

const option = (value, title, chosen) => make("option", { value, selected: value === chosen }, title);

/** Hand a file to the session, which checks it; as bytes, so that what is no text is seen there too. */
async function handOver(input, act) {
  const [file] = input.files;
  if (!file) return;
  const told = { kind: "upload", name: file.name, size: file.size };
  if (file.size <= LARGEST) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    told.data = btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(""));
  }
  input.value = "";
  act(told);
}

/** Run and stop, with the progress. */
function runner(store, act) {
  const bar = make("progress", { hidden: true, max: 1, value: 0, "aria-label": "Cases done" });
  const pace = make("p", { class: "pace", role: "status" });
  const press = make("button", { type: "button", class: "quiet go", onclick: () => act({ kind: store.told.run ? "stop" : "run" }) }, "Run it");
  store.on("told", () => {
    const { told } = store;
    say(press, told.run ? "Stop" : "Run it");
    press.hidden = told.shelf === "store";
    bar.hidden = !told.run;
    if (told.run && !current(store, store.progress)) bar.removeAttribute("value");
    if (!told.run) say(pace, "");
    else if (!current(store, store.progress)) say(pace, "Starting …");
  });
  store.on("progress", () => {
    const { progress } = store;
    if (!current(store, progress) || !store.told.run) return;
    bar.max = progress.of;
    bar.value = progress.done;
    say(pace, `${count(progress.done)} of ${count(progress.of)} cases, ${progress.words}`);
  });
  store.on("told found", () => {
    const { found, told } = store;
    const all = current(store, found) && found.of && found.stored + found.failed === found.of;
    press.disabled = Boolean(all) && !told.run;
    if (!current(store, found) || told.run) return;
    const going = told.shelf === "store" ? "choose the study itself to go on." : "a run goes on from there.";
    say(pace, all ? `Complete: ${count(found.stored)} cases are stored.` : found.of ? `${count(found.stored)} of ${count(found.of)} cases are stored; ${going}` : "Nothing is stored of it yet.");
  });
  return make("div", { class: "runs" }, press, bar, pace);
}
