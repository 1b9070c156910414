// Compare's curves in their figure: the mixes on the same axes, what each brings over the first, and both as rows and a picture.
import { figure } from "./figure.mjs";
import { fill, make, say } from "./dom.mjs";
import { by, known, percent } from "./numbers.mjs";
import { curveChart, differenceChart, letter, sideReadout } from "./sides.mjs";

/** The mixes' curves and their differences from the first, with a sentence on what they bring. */
export function curves(store, ends) {
  const pick = make("select", { class: "which", "aria-label": "Shown", onchange: () => store.set("row", Number(pick.value)) });
  let charts = null;
  const surge = figure(
    "Surge",
    "Deliveries to all nations over the peacetime rate, mean and 5 to 95 % of the seeds; all mixes on the same seeds. Click a month to keep it.",
    {
      name: "compare-surge",
      numbers: () => curveRows(store),
      picture: () => charts.map((one) => one.plot.ctx.canvas),
      beside: [pick],
    },
  );
  const told = make("p", { class: "sentence" });
  const reads = make("div", { class: "readout" });
  const holder = make("div", { class: "plot", role: "img" });
  const gap = make("div", { class: "plot", role: "img", "aria-label": "Difference of each mix from mix A by month" });
  surge.body.append(
    told,
    reads,
    holder,
    make("div", { class: "gaps" }, make("h3", {}, "Difference from A, paired by seed, with a 90 % interval"), gap),
  );
  sideReadout(store, reads);
  store.on("scene", () => {
    const rows = ["Alliance, by value", ...store.scene.systems.map((one) => one.name)];
    fill(pick, ...rows.map((name, row) => make("option", { value: row }, name)));
  });
  store.on("scene row", () => (pick.value = store.row));
  store.on("run", () => {
    say(told, spoken(store));
    holder.setAttribute("aria-label", spoken(store));
    if (!charts)
      requestAnimationFrame(() => {
        if (charts) return; // drawn once the page has a width to draw it in
        charts = [curveChart(store, holder), differenceChart(store, gap)];
        ends.push(...charts);
        charts.forEach((one) => one.redraw());
      });
  });
  store.on("run row", () => store.run && surge.refresh());
  return surge.element;
}

const measureOf = (store, id) => store.run.table.find((one) => one.id === id);
const named = (store, side) => `${letter(side)} (${store.run.mixes[side].title})`;

/** What the mixes bring the alliance, in a sentence for each. */
function spoken(store) {
  const war = measureOf(store, "alliance_landed_at_war");
  const one = known(war.level[0][0]) ? war : measureOf(store, "alliance_landed_after");
  const when = one === war ? "at war" : "over the run";
  const parts = one.gain.map(([mean, low, high], place) => {
    const share = mean[0] / one.level[0][0];
    const clear = low[0] > 0 || high[0] < 0;
    const amount = `${percent(Math.abs(share))} ${share < 0 ? "less" : "more"}`;
    return `${named(store, place + 1)} ${clear ? `lands ${amount}` : "makes no clear difference"}`;
  });
  const level = `Under ${named(store, 0)} the alliance lands ${by("USD", one.level[0][0])} ${when}`;
  return parts.length ? `${level}; ${parts.join("; ")}.` : `${level}.`;
}

function curveRows(store) {
  const sides = Array.from({ length: store.run.sides }, (_, side) => side);
  const parts = ["surge", "low", "high", "gap", "gap_low", "gap_high"];
  const head = ["month", ...sides.flatMap((side) => parts.map((part) => `${letter(side)} ${store.run.mixes[side].preset} ${part}`))];
  const rows = Array.from({ length: store.scene.months }, (_, month) => [
    String(month),
    ...sides.flatMap((side) => parts.map((part) => store.value(part, side, store.row, month) ?? NaN)),
  ]);
  return { head, rows };
}
