// The Explore page: built once, filled from the store; what the visitor does goes to the session as one kind of message.
import { figure, save } from "./figure.mjs";
import { chips, headlines } from "./head.mjs";
import { help, python } from "./dialogs.mjs";
import { fill, make, say } from "./dom.mjs";
import { allianceMap } from "./map.mjs";
import { levers } from "./levers.mjs";
import { curves, limits, pairRows, stockRows } from "./rows.mjs";
import { ribbon } from "./ribbon.mjs";
import { stocks } from "./stocks.mjs";
import { Store, unpack } from "./store.mjs";
import { gapChart, readout, surgeChart } from "./surge.mjs";
import { tiles } from "./tiles.mjs";
import { transport } from "./transport.mjs";
import { undoKeys } from "./undo.mjs";
import { sentence } from "./words.mjs";

const ADDRESS_WAIT = 250; // milliseconds of quiet before the address follows

export const Explore = {
  render: (h) => h("div", { class: "explore" }),
  mounted() {
    this.store = new Store();
    this.store.declared = JSON.parse(this.$data.declared ?? this.declared);
    const said = new URLSearchParams(location.search);
    this.page = page(
      this.store,
      this.$el,
      (what) => this.act(what.kind === "file" ? what : { ...what, number: ++this.store.sent }),
      (serial) => this.drawn(serial),
    );
    this.page.start(said);
    // Canvases drawn before the letters had come are drawn again with them.
    document.fonts.load("12px Inter").then(() => window.dispatchEvent(new Event("surge:theme")));
    window.surge = { store: this.store }; // for tests and for the curious
    this.back = () => this.ready(location.search);
    window.addEventListener("popstate", this.back);
    for (const name of ["told", "scene", "baseline", "run", "trade"]) if (this[name]) this.page.take(name, this[name]);
    this.ready(location.search);
  },
  beforeDestroy() {
    window.removeEventListener("popstate", this.back);
    this.page.end();
    delete window.surge;
  },
  watch: Object.fromEntries(
    ["told", "scene", "baseline", "run", "file", "trade"].map((name) => [
      name,
      function taken(value) {
        if (value && this.page) this.page.take(name, value);
      },
    ]),
  ),
};

function page(store, root, act, drawn) {
  const ends = [];
  const title = make("h1");
  const question = make("p", { class: "question" });
  const change = make("div");
  const numbers = make("div", { class: "figures" });
  const wait = make(
    "p",
    { class: "wait" },
    "Running the baseline. After a change of the model it is compiled first, which takes about a minute.",
  );
  const told = make("p", { class: "sentence" });
  const side = make("aside", { class: "side", "aria-label": "Levers" });
  const wide = window.matchMedia("(min-width: 900px)");
  const panel = make("details", { class: "panel", open: wide.matches }, make("summary", {}, "Levers"), side);
  const bar = make("div", { class: "transport", role: "region", "aria-label": "Transport" });
  const main = make("main", { class: "main" });
  const dialog = make("dialog", { "aria-label": "More" });
  const tools = make(
    "div",
    { class: "acts" },
    make("button", { class: "quiet", type: "button", onclick: () => location.assign(`/compare?${store.told.compare}`) }, "Compare"),
    make("button", { class: "quiet", type: "button", onclick: () => python(store, dialog) }, "Reproduce in Python"),
    make("button", { class: "quiet", type: "button", onclick: () => act({ kind: "file", name: "scenario" }) }, "Scenario YAML"),
    make("button", { class: "quiet", type: "button", onclick: () => act({ kind: "file", name: "mix" }) }, "Rules YAML"),
    make("button", { class: "quiet", type: "button", onclick: () => help(store, dialog) }, "Help"),
  );
  const figures = build(store, ends);
  main.append(
    make("div", { class: "opening" }, make("div", {}, title, question), tools),
    change,
    wait,
    numbers,
    ...figures,
    dialog,
    make("p", { class: "foot" }, FOOT),
  );
  figures[0].querySelector(".card-sentence").append(told);
  root.append(make("div", { class: "columns" }, panel, main), bar);
  chips(store, change, act);
  headlines(store, numbers);
  levers(store, side, act);
  ends.push(transport(store, bar));

  store.on("scene", () => {
    say(title, store.scene.title);
    say(question, store.scene.question);
  });
  store.on("run", () => (wait.hidden = true));
  store.on("scene run baseline month hover row told", () => store.scene && store.run && say(told, sentence(store)));
  store.on("playing", () => told.setAttribute("aria-live", store.playing ? "off" : "polite"));
  store.on("told month row", () => address(store));

  ends.push(undoKeys(act));

  const unfold = () => (panel.open = wide.matches);
  wide.addEventListener("change", unfold);
  ends.push({ end: () => wide.removeEventListener("change", unfold) });

  let wanted = {};
  const take = (name, value) => {
    if (name === "told") store.set("told", JSON.parse(value));
    if (name === "scene") {
      store.scene = JSON.parse(value);
      const war = store.scene.events.find((event) => event.kind === "conflict");
      const month = wanted.month ?? (war ? Math.min(war.from + 6, store.scene.months - 1) : 0);
      store.run = store.baseline = store.trade = null; // another scenario has other rows and other nations
      store.month = Math.max(0, Math.min(store.scene.months - 1, month));
      const row = store.scene.systems.findIndex((one) => one.id === wanted.system) + 1;
      store.row = row;
      wanted = {};
      store.tell("scene");
      store.tell("month");
    }
    if (name === "trade") {
      const sent = unpack(value);
      if (sent.serial >= (store.told?.serial ?? 0)) store.set("trade", sent);
    }
    if (name === "file") save(value.name, value.text, "application/yaml");
    if (name === "baseline") store.set("baseline", unpack(value));
    if (name === "run") {
      const run = unpack(value);
      if (run.serial < (store.told?.serial ?? 0) || run.serial < (store.run?.serial ?? 0)) return drawn(run.serial); // a newer answer is under way
      store.set("run", run);
      root.dataset.shown = `${run.serial} ${run.stage}`;
      requestAnimationFrame(() => drawn(run.serial));
    }
  };
  const start = (said) => {
    const month = Number.parseInt(said.get("month"), 10);
    wanted = { month: Number.isFinite(month) ? month : undefined, system: said.get("show") };
  };
  return { take, start, end: () => ends.forEach((one) => one.end()) };
}

const FOOT =
  "For exploring and teaching, never a forecast. Public figures only; nations and firms here are rules that a reader can check, not portraits of governments.";

function build(store, ends) {
  const scale = make("button", { class: "quiet", type: "button", "aria-pressed": "false" }, "Scale to what is asked");
  scale.addEventListener("click", () => {
    store.set("asked", !store.asked);
    scale.setAttribute("aria-pressed", String(store.asked));
  });
  const pick = make("select", { class: "which", "aria-label": "Shown", onchange: () => store.set("row", Number(pick.value)) });
  let drawnPlot = null;
  const surge = figure("Surge", "", {
    name: "surge",
    numbers: () => curves(store),
    picture: () => drawnPlot.plot.ctx.canvas,
    beside: [pick, scale],
  });
  fill(
    surge.told,
    "Deliveries to all nations over the peacetime rate. Band: 5 to 95 % of seeds. Dotted: what war, training and retirement ask of magazines.",
  );
  const reads = make("div", { class: "readout" });
  const holder = make("div", { class: "plot", role: "img" });
  const gapTitle = make("h3", {}, "Difference from the baseline, paired by seed, with a 90 % interval");
  const gap = make("div", { class: "plot", role: "img", "aria-label": "Paired difference from the baseline by month" });
  const gaps = make("div", { class: "gaps" }, gapTitle, gap);
  surge.body.append(make("div", { class: "card-sentence" }), reads, holder, gaps);
  readout(store, reads);

  const binds = figure("What binds", "Share of plant by what holds it; of the alliance, the plant of systems by value.", {
    name: "what-binds",
    numbers: () => limits(store),
    picture: () => band.canvas,
  });
  const band = ribbon(store, binds.body);
  ends.push(band);
  const every = figure(
    "By system",
    "Deliveries over the peacetime rate; each scale starts at nought, the thin line is 1×. Right: days of supply.",
    {},
  );
  every.body.className = "tiles";
  ends.push(tiles(store, every.body));
  const held = figure(
    "Stockpiles",
    "What magazines hold in the shown month against their targets, and how long it would last if all holders fought at full intensity; under 30 days in red.",
    { name: "stockpiles", numbers: () => stockRows(store) },
  );
  ends.push(stocks(store, held.body));

  store.on("scene", () => {
    fill(
      pick,
      make("option", { value: 0 }, "Alliance, by value"),
      ...store.scene.systems.map((one, place) => make("option", { value: place + 1 }, one.name)),
    );
    if (drawnPlot) return;
    drawnPlot = surgeChart(store, holder);
    ends.push(drawnPlot, gapChart(store, gap));
  });
  store.on("scene row", () => (pick.value = store.row));
  store.on("run told", () => (gaps.hidden = store.same));
  store.on("run row", () => {
    if (store.run) holder.setAttribute("aria-label", `Surge curve of ${store.rowName()} by month: ${sentence(store)}`);
    surge.refresh();
    binds.refresh();
  });
  store.on("run month", () => held.refresh());
  const map = figure(
    "Alliance map",
    "Goods and parts between nations in the shown month, in one course of luck (seed 0). Circle: plant, filled as far as it is in use.",
    { name: "trade", numbers: () => pairRows(store) },
  );
  ends.push(allianceMap(store, map.body));
  store.on("trade month", () => store.trade && map.refresh());
  return [surge.element, binds.element, map.element, make("div", { class: "pair" }, every.element, held.element)];
}

let timer = 0;

/** The address follows what is shown once it has come to rest, without an entry in the history for each step. */
function address(store) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (!store.told || !store.scene) return;
    const said = new URLSearchParams(store.told.address);
    said.set("month", store.month);
    if (store.row > 0) said.set("show", store.scene.systems[store.row - 1].id);
    history.replaceState(history.state, "", `${location.pathname}?${said}`);
  }, ADDRESS_WAIT);
}
