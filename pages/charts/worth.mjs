// What a mix's instruments, or nations together, are worth: played only when asked for, watched, and stopped at will.
import { bars } from "./bars.mjs";
import { figure } from "./figure.mjs";
import { fill, make, say } from "./dom.mjs";
import { atWar, dated, known, money, percent } from "./numbers.mjs";
import { letter } from "./sides.mjs";

const REDRAWN_AFTER = 4; // pixels by which the width must change

export function worth(store, act, holder) {
  const by = make("select", {
    class: "which",
    "aria-label": "Split among",
    onchange: () => act({ kind: "worth", place: store.told.worth.place, by: by.value }),
  });
  const stop = make("button", { class: "quiet", type: "button", onclick: () => act({ kind: "stop" }) });
  const progress = make("progress", { max: 1, value: 0, "aria-label": "Coalitions played" });
  const wait = make("p", { class: "said short", role: "status" });
  const told = make("p", { class: "sentence", "aria-live": "polite" });
  const frame = make("div", { class: "bars" });
  const fresh = () => (store.told?.worth && store.worth?.serial === store.told.serial ? store.worth : null);
  const card = figure("What it is worth", "", {
    name: "compare-worth",
    numbers: () => rowsOf(fresh()?.found),
    drawing: () => frame.querySelector("svg"),
    beside: [by],
  });
  card.body.append(make("div", { class: "runs" }, stop, progress, wait), told, frame);
  card.element.hidden = true;
  holder.append(card.element);

  let width = 0;
  const draw = () => {
    const found = fresh()?.found;
    width = frame.clientWidth;
    if (!found) return fill(frame);
    const svg = bars(listed(store, found), width, `var(--mix${store.told.worth.place + 1})`);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", told.textContent);
    fill(frame, svg);
  };
  const show = () => {
    const asked = store.told?.worth;
    const opened = card.element.hidden && asked;
    if (!asked && card.element.contains(document.activeElement)) document.querySelector(".side-card .worth")?.focus();
    card.element.hidden = !asked;
    if (!asked || !store.scene || !store.run) return;
    if (opened) card.element.scrollIntoView({ block: "nearest" });
    choices(store, by);
    const seen = fresh();
    const done = seen && seen.done === seen.seeds;
    card.element.querySelector(".tools").hidden = !seen?.found;
    say(stop, done ? "Put away" : "Stop");
    progress.hidden = Boolean(done);
    progress.value = seen ? (seen.done + seen.met / seen.most) / seen.seeds : 0;
    say(wait, (!seen && store.told.problem) || waiting(seen, done));
    card.told.textContent = noteOf(store.scene);
    say(told, seen?.found ? unbroken(`${soFar(seen)}${spoken(store, seen.found)}`) : "");
    draw();
    card.refresh();
  };
  store.on("told run worth", show);
  const watcher = new ResizeObserver(() => Math.abs(frame.clientWidth - width) > REDRAWN_AFTER && draw());
  watcher.observe(frame);
  return { end: () => watcher.disconnect() };
}

export function worthButton(place, act) {
  const about = { class: "quiet worth", type: "button", "aria-label": `What its instruments are worth: mix ${letter(place)}` };
  return make("button", { ...about, onclick: () => act({ kind: "worth", place }) }, "What its instruments are worth");
}

const NOTE =
  "Each bar is what one adds on average over all orders in which they may come (its Shapley share), with a 90 % interval over seeds; hollow where that holds nought. The bars add up to what all bring together.";

/** From when on it is counted, and what a bar means. */
function noteOf(scene) {
  const since = atWar(scene) ? "from the outbreak of war on" : "from the start";
  return `What reaches magazines ${since}, by value. ${NOTE}`;
}

/** Nothing is told as a fact before the last seed is in. */
const soFar = ({ done, seeds }) => (done < seeds ? `So far, ${done} of ${seeds} seeds: ` : "");

/** What "no rules" means here: every coalition opens alike, while mixes side by side each open with their own. */
function opensWith(store) {
  const { place, by } = store.told.worth;
  if (by === "first" && store.told.sides[0].preset !== "none") return `Here all open with the goods under way that A brings about; above, each mix opens with its own.`;
  return `No rules here means that ${letter(place)}'s rules are lifted from a world that opens with the goods under way that they brought about; the mix “none”, where it stands above, opens with its own, so the two differ.`;
}

function choices(store, by) {
  const { place, by: now } = store.told.worth;
  const names = [["instruments", `Instruments of ${letter(place)}, over no rules`]];
  if (place > 0) names.push(["first", `Instruments of ${letter(place)}, over those of A`]);
  names.push(["nations", `Nations trading under ${letter(place)}, over each alone`]);
  fill(by, ...names.map(([value, words]) => make("option", { value, selected: value === now }, words)));
}

function waiting(seen, done) {
  if (!seen) return "Getting ready …";
  const { found } = seen;
  const how = found?.exact ? "all coalitions in each" : "in each, coalitions met in some orders; intervals hold the error of the draw";
  if (done) return `${seen.seeds} seeds, ${found.worlds.toLocaleString("en-GB")} coalitions: ${how}.`;
  const where = `Seed ${seen.done + 1} of ${seen.seeds}: ${seen.met} of ${found?.exact ? "" : "at most "}${seen.most} coalitions`;
  return `${where}${found ? `; shown is what the first ${seen.done === 1 ? "one says" : `${seen.done} say`}.` : " …"}`;
}

/** Players by name, what each brings, and its interval; largest first. */
function listed(store, { shares, dividend }) {
  const rows = shares.map((one) => ({ ...one, name: nameOf(store, one.player) })).sort((a, b) => b.mean - a.mean);
  return rows.length ? [...rows, { name: "All together", all: true, ...dividend }] : rows;
}

function nameOf(store, player) {
  if (player === "the rest") return "All other allies";
  const nation = store.scene.nations.find((one) => one.id === player);
  const words = nation?.name ?? player.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Amounts that stay on one line. */
const unbroken = (words) => words.replaceAll("−$", "−\u2060$").replace(/(\d) (bn|m|k)\b/g, "$1\u00a0$2");

const between = ({ low, high }) => (known(low) ? ` (90 % interval ${money(low, true)} to ${money(high, true)})` : "");
const clear = ({ low, high }) => known(low) && (low > 0 || high < 0);

/** What all bring, who brings most of it and who takes most away, and what trading among allies brings beside. */
function spoken(store, found) {
  const { place, by } = store.told.worth;
  const { shares, together } = found;
  const title = `${letter(place)} (${store.run.mixes[place].title})`;
  const [from, to] = found.months;
  const span = `in the ${to - from} months from ${dated(store.scene, from)} on`;
  const trade = compared(together, "each on its own");
  if (by === "nations") return `Under ${title}, allies that trade with each other land ${trade}, ${span}. ${largest(store, shares)}`;
  const than = by === "first" ? "under A" : "under no rules at all";
  const first = shares.length
    ? `Under ${title} the allies land ${compared(found, than)}, ${span}. ${largest(store, shares)}`
    : `${title} holds ${by === "first" ? "the same rules as A" : "no rules"}: there is nothing to split.`;
  const opens = shares.length ? ` ${opensWith(store)}` : "";
  return `${first}${opens} Beside that, trading with each other under these rules they land ${trade}.`;
}

/** By how much all together land more or less than apart. */
function compared({ apart, dividend }, than) {
  const size = `${money(Math.abs(dividend.mean))}${apart > 0 ? ` (${percent(Math.abs(dividend.mean) / apart)})` : ""}`;
  const words = `${size} ${dividend.mean < 0 ? "less" : "more"}`;
  return known(dividend.low) && !clear(dividend) ? `about as much as ${than} (${words}, not clear of nought)` : `${words} than ${than}`;
}

function largest(store, shares) {
  const sure = shares.filter(clear);
  const most = sure.reduce((a, b) => (b.mean > (a?.mean ?? 0) ? b : a), null);
  const least = sure.reduce((a, b) => (b.mean < (a?.mean ?? 0) ? b : a), null);
  const told = (does, one) => `${does} by ${nameOf(store, one.player)}: ${money(one.mean, true)}${between(one)}.`;
  return [most && told("Most is added", most), least && told("Most is taken away", least)].filter(Boolean).join(" ");
}

function rowsOf(found) {
  const parts = ({ mean, low, high } = {}) => [mean, low, high].map((value) => value ?? NaN);
  const rows = found
    ? found.shares.map((one) => [
        one.player,
        ...parts(one),
        one.sampling_error ?? NaN,
        ...parts(one.alone ?? {}),
        ...parts(one.if_left_out ?? {}),
      ])
    : [];
  const dividend = found
    ? [
        ["all together", ...parts(found.dividend), ...Array(7).fill(NaN)],
        ["allies trading, over each alone", ...parts(found.together.dividend), ...Array(7).fill(NaN)],
      ]
    : [];
  const head = ["player", "share, USD", "low", "high", "sampling error", "alone", "low", "high", "lost without it", "low", "high"];
  return { head, rows: [...rows, ...dividend] };
}
