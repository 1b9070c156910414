// The surge ladder as a waterfall: from what plant could make down to what lines made, and what each step is lost to.
import { figure } from "./figure.mjs";
import { fill, make, shape } from "./dom.mjs";
import { money, percent, units } from "./numbers.mjs";
import { counted } from "./why.mjs";

const level = (unit, value) => (unit.startsWith("USD") ? `${money(value)} a month` : `${units(value)} a month`);
const SHORT = { nameplate: "Nameplate", feasible: "Feasible", permitted: "Permitted", realised: "Realised" };

/** Each rung with what was lost to reach it, and to what. */
function steps({ rungs, gaps }) {
  return rungs.map((one, place) => ({ ...one, lost: place ? rungs[place - 1].level - one.level : 0, gap: place ? gaps[place - 1] : "" }));
}

const NOTE =
  "The month's ladder: what plant allows, the best that parts and shelves allow, the same under the rules, and what lines made. A system's own as if all lines worked for it alone.";

export function ladder(store) {
  const called = (which) => (which ? store.scene.systems.find((one) => one.id === store.run.system).name : "All systems together");
  const rows = () =>
    store.run.ladders.flatMap((one, which) =>
      steps(one).map((each) => [called(which), each.id, one.unit, each.level, each.lost, each.gap]),
    );
  const card = figure(
    "From plant to deliveries",
    NOTE,
    {
      name: "why-ladder",
      numbers: () => ({ head: ["of", "rung", "unit", "level", "lost to reach it", "lost to"], rows: rows() }),
      drawing: () => drawn([1, 0].map((which) => [called(which), store.run.ladders[which]])),
    },
  );
  counted(store, card, NOTE, "ladder");
  const holder = make("div", { class: "ladders" });
  card.body.append(holder);
  store.on("run", () => {
    fill(holder, ...[1, 0].map((which) => waterfall(store.run.ladders[which], called(which))));
    card.refresh();
  });
  return card.element;
}

function waterfall(found, name) {
  const { unit, rungs, asked } = found;
  const top = rungs[0].level || 1;
  const row = (one) => {
    const lost = make("i", { class: "lost", style: `left:${(100 * one.level) / top}%;width:${(100 * Math.max(0, one.lost)) / top}%` });
    const bar = make("span", { class: "bar-of", "aria-hidden": "true" }, make("i", { style: `width:${(100 * one.level) / top}%` }), lost);
    const most = one.lost / top >= 0.001 ? `${level(unit, one.lost)} lost to ${one.gap}` : `nothing lost to ${one.gap}`;
    const value = make("span", { class: "level" }, level(unit, one.level));
    return make(
      "div",
      { class: "rung", title: one.words },
      make("b", {}, SHORT[one.id]),
      bar,
      value,
      make("small", {}, one.gap ? most : one.words),
    );
  };
  const realised = rungs[rungs.length - 1].level;
  const share = asked ? ` War asks for ${level(unit, asked)}; ${percent(realised / asked)} of it is made.` : "";
  const idle = rungs[0].level > 0 ? `${percent(realised / rungs[0].level)} of what plant could make is made.` : "No plant at work.";
  return make("div", {}, make("h3", {}, name), make("p", { class: "said" }, idle + share), ...steps(found).map(row));
}

/** The ladders one below the other, to keep as an image. */
function drawn(ladders) {
  const svg = shape("svg", { width: 720, height: 20 + ladders.length * 180, "font-size": 13 });
  ladders.forEach(([name, found], place) => {
    const top = 20 + place * 180;
    const x = (value) => (360 * value) / (found.rungs[0].level || 1);
    svg.append(shape("text", { x: 10, y: top, "font-weight": 600, fill: "var(--ink)" }, name));
    steps(found).forEach((one, step) => {
      const y = top + 12 + step * 36;
      const lost = one.gap && one.lost > 0 ? `${level(found.unit, one.lost)} lost to ${one.gap}` : "";
      svg.append(
        shape("text", { x: 10, y: y + 15, fill: "var(--ink)" }, SHORT[one.id]),
        shape("rect", { x: 100, y, width: x(one.level), height: 18, fill: "var(--now)" }),
        shape("rect", { x: 100 + x(one.level), y, width: x(Math.max(0, one.lost)), height: 18, fill: "none", stroke: "var(--bad)" }),
        shape("text", { x: 475, y: y + 14, fill: "var(--ink)" }, level(found.unit, one.level)),
        shape("text", { x: 100, y: y + 31, "font-size": 11, fill: "var(--soft)" }, lost),
      );
    });
  });
  return svg;
}
