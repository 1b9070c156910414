// What each single change would be worth from the shown month on, ranked; tried only when asked for, and it can be stopped.
import { bars } from "./bars.mjs";
import { figure } from "./figure.mjs";
import { fill, make, say } from "./dom.mjs";
import { known, money, units } from "./numbers.mjs";
import { counted, plain } from "./why.mjs";

const KINDS = { capacity: "plant", licence: "licences", rule: "a rule", grant: "a grant" };

const DRAWN = 1100; // pixels that a drawing to keep is wide, and its names
const NAMES = 540;

const NOTE =
  "Each change by itself, made at the opening of the shown month, with the same luck; value that lands more because of it, with a 90 % interval over seeds.";

export function reliefs(store, act) {
  const card = figure(
    "Worth of relief",
    NOTE,
    {
      name: "why-relief",
      numbers: () => ({
        head: ["change", "kind", "USD added", "low", "high", "units of the system", "low", "high"],
        rows: (fresh()?.rows ?? []).map((one) => [one.words, one.kind, ...one.value.map(number), ...one.units.map(number)]),
      }),
      drawing: () => bars(valued(store, fresh()?.rows ?? []), DRAWN, "var(--now)", NAMES),
    },
  );
  counted(store, card, NOTE, "relief");
  const number = (value) => value ?? NaN;
  const press = make("button", { class: "quiet", type: "button", onclick: () => act({ kind: store.told.relief ? "stop" : "relief" }) });
  const progress = make("progress", { max: 1, value: 0, "aria-label": "Seeds tried" });
  const told = make("p", { class: "said", role: "status" });
  const holder = make("div", { class: "wide-table", tabIndex: 0, role: "region", "aria-label": "Worth of relief" });
  card.body.append(make("div", { class: "acts" }, press, progress), told, holder);
  const fresh = () => (store.relief?.serial === store.told?.serial && store.told.relief ? store.relief : null);
  const show = () => {
    if (!store.told || !store.scene || !store.run) return;
    const { relief: asked } = store.told;
    const found = fresh();
    const done = found && found.done === found.of;
    say(press, asked ? (done ? "Put away" : "Stop") : "Try every change");
    progress.hidden = !asked || done;
    progress.value = found ? found.done / found.of : 0;
    holder.hidden = !found;
    if (!asked) say(told, "A tenth more plant, halved licences, waived rules and grants, one at a time: takes some seconds.");
    else if (!found) say(told, `Trying every change in the first of ${store.run.seeds.relief} seeds …`);
    else
      say(
        told,
        `${found.tried} changes tried in ${found.done} of ${found.of} seeds, counted over ${found.months} months; the ${found.rows.length} that add most.`,
      );
    if (found) fill(holder, table(store, found));
    card.refresh();
  };
  store.on("told run relief", show);
  return card.element;
}

const worded = (store, one) => plain(store, one.words).replace(/([a-z])([A-Z])/g, "$1 $2");

/** What each change adds, as bars are told it. */
function valued(store, rows) {
  return rows.map((one) => ({ name: worded(store, one), mean: one.value[0], low: one.value[1], high: one.value[2] }));
}

function table(store, { rows }) {
  const most = Math.max(1, ...rows.map((one) => one.value[0]));
  const row = (one) => {
    const [mean, low, high] = one.value;
    const clear = known(low) && (low > 0 || high < 0);
    const bar = make(
      "span",
      { class: "share-bar", "aria-hidden": "true" },
      make("i", { style: `width:${Math.max(0, (100 * mean) / most)}%` }),
    );
    const between = known(low) ? `${money(low, true)} to ${money(high, true)}` : "one seed";
    const system = one.units[0];
    const of = Math.abs(system) < 0.05 ? "0" : `${system < 0 ? "−" : "+"}${units(Math.abs(system))}`;
    return make(
      "tr",
      { class: clear ? "" : "soft" },
      make("th", { scope: "row" }, worded(store, one)),
      make("td", {}, KINDS[one.kind] ?? one.kind),
      make("td", { class: clear ? "strong" : "" }, bar, ` ${money(mean, true)}`),
      make("td", { class: "soft" }, between),
      make("td", {}, of),
    );
  };
  const name = store.scene.systems.find((one) => one.id === store.run.system).name;
  const heads = ["Change", "Of", "Lands more", "90 % interval", `Units of ${name}`].map((word) => make("th", { scope: "col" }, word));
  return make("table", {}, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows.map(row)));
}
