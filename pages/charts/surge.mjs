// The surge curve with its band, the baseline, what war asks, and events; below it the paired difference.
import uPlot from "./vendor/uPlot.esm.js";
import { colour, make, say } from "./dom.mjs";
import { dated, date, known, ratio, ticks } from "./numbers.mjs";

export const LEFT = 46; // where plots begin and end, the same for all charts over time
export const RIGHT = 12;

/** Put a pointer's month into the store, for charts that share the axis of months. */
export function follow(element, store, monthAt) {
  const at = (event) => Math.max(0, Math.min(store.scene.months - 1, monthAt(event)));
  element.addEventListener("pointermove", (event) => store.scene && store.set("hover", at(event)));
  element.addEventListener("pointerleave", () => store.set("hover", null));
  element.addEventListener("click", (event) => store.scene && store.set("month", at(event)));
}

function monthOf(plot) {
  return (event) => Math.round(plot.posToVal(event.clientX - plot.over.getBoundingClientRect().left, "x"));
}

/** Januaries, every other or fifth where there is little room. */
function years(scene, width) {
  const every = width / (scene.months / 12) < 34 ? 2 : 1;
  const found = [];
  for (let month = 0; month < scene.months - 3; month += 1) {
    const { year, month: number } = date(scene, month);
    if (number === 0 && (year % every === 0 || every === 1)) found.push(month);
  }
  return found;
}

/** Draw into a plot and leave its pen as it was: uPlot goes by what it last set. */
function kindly(plot, draw) {
  plot.ctx.save();
  draw();
  plot.ctx.restore();
}

function shade(plot, scene, words) {
  const { ctx: pen, bbox } = plot;
  const scale = window.devicePixelRatio || 1;
  const edge = (month) => Math.max(bbox.left, Math.min(bbox.left + bbox.width, plot.valToPos(month - 0.5, "x", true)));
  const foot = bbox.top + bbox.height;
  pen.font = `500 ${11.5 * scale}px Inter, sans-serif`;
  pen.textAlign = "left";
  for (const [place, event] of wars(scene).entries()) {
    const left = edge(event.from);
    pen.fillStyle = colour("war");
    pen.fillRect(left, bbox.top, edge(event.to) - left, bbox.height);
    pen.fillStyle = colour("war-ink");
    pen.textBaseline = "top";
    if (words) pen.fillText(event.words, left + 6 * scale, bbox.top + (5 + 34 * (place % 3)) * scale);
  }
  for (const [place, event] of others(scene).entries()) {
    const left = edge(event.from);
    const height = words ? 15 * scale * (place % 4) : 0;
    pen.fillStyle = colour("event");
    pen.fillRect(left, foot - height - 5 * scale, edge(event.to) - left, 3 * scale);
    pen.fillStyle = colour("soft");
    pen.textBaseline = "bottom";
    if (words) pen.fillText(event.words, left + 2 * scale, foot - height - 6 * scale);
  }
}

/** Wars shade the whole plot; what else happens is a bar at its foot, so that it hides no war. */
export const wars = (scene) => scene.events.filter((event) => event.kind === "conflict");
export const others = (scene) => scene.events.filter((event) => event.kind !== "conflict");

export function plotOptions(store, { height, padding, series, bands, axisX, range, format, words, after }) {
  const quiet = { show: true, stroke: () => colour("line"), width: 1 };
  return {
    width: 600,
    height,
    padding,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, range: () => [0, store.scene.months - 1] }, y: { range } },
    series: [{}, ...series],
    bands,
    axes: [
      {
        show: axisX,
        stroke: () => colour("soft"),
        font: "12px Inter, sans-serif",
        size: 26,
        gap: 4,
        grid: { show: false },
        ticks: { show: false },
        splits: (plot) => years(store.scene, plot.bbox.width / (window.devicePixelRatio || 1)),
        values: (_, found) => found.map((month) => String(date(store.scene, month).year)),
      },
      {
        stroke: () => colour("soft"),
        font: "12px Inter, sans-serif",
        size: LEFT,
        gap: 6,
        grid: quiet,
        ticks: { show: false },
        splits: (plot) =>
          ticks(plot.scales.y.max - Math.min(0, plot.scales.y.min), height > 200 ? 5 : 2).found.concat(
            plot.scales.y.min < 0 ? [plot.scales.y.min] : [],
          ),
        values: (_, found) => found.map(format),
      },
    ],
    hooks: {
      drawClear: [(plot) => store.scene && kindly(plot, () => shade(plot, store.scene, words))],
      draw: after ? [(plot) => kindly(plot, () => after(plot))] : [],
    },
  };
}

/** A plot that is drawn anew when what it shows, its width or the theme changes; its playhead moves without drawing. */
export function kept(store, holder, options, data, topics) {
  const head = make("div", { class: "playhead" });
  const plot = new uPlot(options, [[0], ...options.series.slice(1).map(() => [null])], holder);
  plot.over.append(head);
  follow(plot.over, store, monthOf(plot));
  const place = () => {
    if (!store.scene) return;
    head.style.transform = `translateX(${plot.valToPos(store.looked, "x")}px)`;
    head.classList.toggle("hovered", store.hover !== null);
  };
  const redraw = () => {
    const values = store.scene && store.run && data();
    if (!values) return;
    plot.setData(values, true);
    place();
  };
  store.on(topics, redraw);
  store.on("month hover", place);
  const resize = () => {
    const width = Math.floor(holder.clientWidth);
    if (width > 0 && width !== plot.width) plot.setSize({ width, height: options.height });
    place();
  };
  const watcher = new ResizeObserver(resize);
  watcher.observe(holder);
  const turned = () => plot.redraw(false);
  window.addEventListener("surge:theme", turned);
  resize();
  return { plot, redraw, end: () => (watcher.disconnect(), window.removeEventListener("surge:theme", turned), plot.destroy()) };
}

export function months(store) {
  return Array.from({ length: store.scene.months }, (_, month) => month);
}

export const asList = (line, count) =>
  line ? Array.from(line, (value) => (Number.isFinite(value) ? value : null)) : new Array(count).fill(null);

/** How high the scale must reach for what is shown; what war asks counts only where it was asked for. */
function reach(store) {
  const lines = ["surge", "high"].map((name) => store.line(name, store.row)).concat([store.baselineLine(store.row)]);
  if (store.asked) lines.push(store.line("asked", store.row));
  let high = 1.2;
  for (const line of lines) for (const value of line ?? []) if (value > high) high = value;
  return ticks(high * 1.04).top;
}

export function surgeChart(store, holder) {
  const series = [
    { stroke: "transparent", width: 0, points: { show: false } },
    { stroke: "transparent", width: 0, points: { show: false } },
    { stroke: () => colour("asked"), width: 1.5, dash: [2, 3], points: { show: false } },
    { stroke: () => colour("base"), width: 1.6, dash: [6, 4], points: { show: false } },
    { stroke: () => colour("now"), width: 2.4, points: { show: false } },
  ];
  const over = (plot) => offScale(plot, store);
  const options = plotOptions(store, {
    height: 320,
    padding: [8, RIGHT, 0, 0],
    series,
    bands: [{ series: [2, 1], fill: () => colour("band") }],
    axisX: true,
    words: true,
    after: over,
    range: () => [0, store.run ? reach(store) : 1.5],
    format: (value) => `${Number(value.toFixed(2))}×`,
  });
  const data = () => {
    const count = store.scene.months;
    const base = store.same ? null : store.baselineLine(store.row);
    return [
      months(store),
      ...["low", "high", "asked"].map((name) => asList(store.line(name, store.row), count)),
      asList(base, count),
      asList(store.line("surge", store.row), count),
    ];
  };
  return kept(store, holder, options, data, "run baseline row asked scene");
}

/** Say how far beyond the scale that lies which war asks, where it does. */
function offScale(plot, store) {
  const asked = store.line("asked", store.row);
  if (!asked || !store.scene) return;
  const { ctx: pen, bbox } = plot;
  const scale = window.devicePixelRatio || 1;
  for (const [place, event] of wars(store.scene).entries()) {
    const most = Math.max(...Array.from(asked.slice(Math.max(0, event.from), event.to)).filter(Number.isFinite));
    if (!(most > plot.scales.y.max)) continue;
    const left = Math.max(bbox.left, plot.valToPos(event.from - 0.5, "x", true));
    pen.fillStyle = colour("asked");
    pen.font = `500 ${11.5 * scale}px Inter, sans-serif`;
    pen.textAlign = "left";
    pen.textBaseline = "top";
    pen.fillText(`↑ asked ${ratio(most)}`, left + 6 * scale, bbox.top + (21 + 34 * (place % 3)) * scale);
  }
}

export function gapChart(store, holder) {
  const series = [
    { stroke: "transparent", width: 0, points: { show: false } },
    { stroke: "transparent", width: 0, points: { show: false } },
    { stroke: () => colour("now"), width: 2, points: { show: false } },
  ];
  const reachOf = () => {
    let most = 0.02;
    for (const name of ["gap", "gap_low", "gap_high"])
      for (const value of store.line(name, store.row) ?? []) if (Math.abs(value) > most) most = Math.abs(value);
    const { top } = ticks(most, 1);
    return [-top, top];
  };
  const zero = (plot) => {
    const { ctx: pen, bbox } = plot;
    const y = Math.round(plot.valToPos(0, "y", true)) + 0.5;
    pen.strokeStyle = colour("base");
    pen.lineWidth = 1;
    pen.beginPath();
    pen.moveTo(bbox.left, y);
    pen.lineTo(bbox.left + bbox.width, y);
    pen.stroke();
  };
  const options = plotOptions(store, {
    height: 112,
    padding: [10, RIGHT, 10, 0],
    series,
    bands: [{ series: [2, 1], fill: () => colour("band") }],
    axisX: false,
    words: false,
    after: zero,
    range: () => (store.run ? reachOf() : [-1, 1]),
    format: (value) => (value === 0 ? "0" : `${value < 0 ? "−" : "+"}${Number(Math.abs(value).toPrecision(2))}×`),
  });
  options.axes[1].splits = (plot) => [plot.scales.y.min, 0, plot.scales.y.max];
  const data = () => {
    const count = store.scene.months;
    return [months(store), ...["gap_low", "gap_high", "gap"].map((name) => asList(store.line(name, store.row), count))];
  };
  return kept(store, holder, options, data, "run row scene");
}

/** The numbers of the month looked at, above the curve. */
export function readout(store, holder) {
  const cells = Object.fromEntries(["date", "now", "base", "asked"].map((name) => [name, make("span", { class: `read ${name}` })]));
  holder.append(...Object.values(cells));
  store.on("month hover run baseline row scene told", () => {
    if (!store.scene || !store.run) return;
    const { row, looked: month } = store;
    const [low, high] = ["low", "high"].map((name) => store.value(name, row, month));
    say(cells.date, dated(store.scene, month, false));
    const band = known(low) ? ` (${low.toFixed(2)} to ${high.toFixed(2)})` : "";
    say(cells.now, `This run ${ratio(store.value("surge", row, month))}${band}`);
    const base = store.baselineLine(row)?.[month];
    say(cells.base, store.same ? "It is the baseline" : `Baseline ${ratio(base)}`);
    say(cells.asked, `Asked ${ratio(store.value("asked", row, month))}`);
  });
}
