// Several mixes in one chart: each one's curve with its band, and below it the paired differences from the first.
import { asList, kept, months, plotOptions, RIGHT } from "./surge.mjs";
import { colour, fill, make, say } from "./dom.mjs";
import { dated, known, ratio, ticks } from "./numbers.mjs";

export const MOST = 4;
export const DASHES = [[6, 4], [], [10, 3, 2, 3], [2, 3]];
const every = Array.from({ length: MOST }, (_, side) => side);
const hidden = { stroke: "transparent", width: 0, points: { show: false } };
const line = (side) => ({
  stroke: () => colour(`mix${side + 1}`),
  width: side ? 2.2 : 1.8,
  dash: DASHES[side],
  points: { show: false },
});

/** Lines of some sides: for each its low and high, then the means on top. */
function lines(store, names, from) {
  const { months: count } = store.scene;
  const of = (name, side) => asList(side >= from && side < store.run.sides ? store.line(name, side, store.row) : null, count);
  const bands = every.flatMap((side) => [of(names[1], side), of(names[2], side)]);
  return [months(store), ...bands, ...every.map((side) => of(names[0], side))];
}

const series = () => [...every.flatMap(() => [hidden, hidden]), ...every.map(line)];
const bands = every.map((side) => ({ series: [2 * side + 2, 2 * side + 1], fill: () => colour(`mix${side + 1}-band`) }));

function extent(store, names, from) {
  let most = 0;
  for (let side = from; side < store.run.sides; side += 1)
    for (const name of names)
      for (const value of store.line(name, side, store.row)) if (Number.isFinite(value)) most = Math.max(most, Math.abs(value));
  return most;
}

export function curveChart(store, holder) {
  const options = plotOptions(store, {
    height: 320,
    padding: [8, RIGHT, 0, 0],
    series: series(),
    bands,
    axisX: true,
    words: true,
    range: () => [0, store.run ? ticks(Math.max(1.2, 1.04 * extent(store, ["surge", "high"], 0))).top : 1.5],
    format: (value) => `${Number(value.toFixed(2))}×`,
  });
  return kept(store, holder, options, () => lines(store, ["surge", "low", "high"], 0), "run row scene");
}

export function differenceChart(store, holder) {
  const zero = (plot) => {
    const { ctx: pen, bbox } = plot;
    const y = Math.round(plot.valToPos(0, "y", true)) + 0.5;
    pen.strokeStyle = colour("mix1");
    pen.beginPath();
    pen.moveTo(bbox.left, y);
    pen.lineTo(bbox.left + bbox.width, y);
    pen.stroke();
  };
  const reach = () => ticks(Math.max(0.02, extent(store, ["gap", "gap_low", "gap_high"], 1)), 1).top;
  const options = plotOptions(store, {
    height: 150,
    padding: [10, RIGHT, 10, 0],
    series: series(),
    bands,
    axisX: false,
    words: false,
    after: zero,
    range: () => (store.run ? [-reach(), reach()] : [-1, 1]),
    format: (value) => (value === 0 ? "0" : `${value < 0 ? "−" : "+"}${Number(Math.abs(value).toPrecision(2))}×`),
  });
  options.axes[1].splits = (plot) => [plot.scales.y.min, 0, plot.scales.y.max];
  return kept(store, holder, options, () => lines(store, ["gap", "gap_low", "gap_high"], 1), "run row scene");
}

/** The mark of a side, the same in words, charts and tables. */
export function mark(side) {
  const path = `<svg width="26" height="8" aria-hidden="true"><path d="M0 4H26" stroke="var(--mix${side + 1})" stroke-width="2.5" stroke-dasharray="${DASHES[side].join(" ")}"/></svg>`;
  return make("span", { class: "side-mark", innerHTML: path });
}

/** Each mix's level in the month looked at, and its difference from the first. */
export function sideReadout(store, holder) {
  const date = make("span", { class: "read date" });
  const cells = every.map((side) => ({ words: make("span"), holder: make("span", { class: "read-side" }, mark(side)) }));
  for (const cell of cells) cell.holder.append(cell.words);
  fill(holder, date, ...cells.map((cell) => cell.holder));
  store.on("month hover run row scene told", () => {
    if (!store.scene || !store.run || !store.told) return;
    const { row, looked: month } = store;
    say(date, dated(store.scene, month, false));
    for (const [side, cell] of cells.entries()) {
      cell.holder.hidden = side >= store.run.sides;
      if (cell.holder.hidden) continue;
      const gap = store.value("gap", side, row, month);
      const words = `${letter(side)} ${ratio(store.value("surge", side, row, month))}`;
      say(cell.words, side && known(gap) ? `${words} (${ratio(gap, true)})` : words);
    }
  });
}

export const letter = (side) => "ABCD"[side];
