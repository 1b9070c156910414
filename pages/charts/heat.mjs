// The heat map: the mean outcome over two inputs, with how many runs each cell holds; a cell pressed lists them.
import { colour, fill, make, say } from "./dom.mjs";
import { figure } from "./figure.mjs";
import { axes, between, blank, keepable, readable, redrawn, shape } from "./vector.mjs";

const HEIGHT = 420;
const LEAST = 0.08; // the lightest colour still differs from the card
const KEY = 90; // pixels of the scale of colours
const STEPS = 15;
const TOP = 26; // pixels above the cells
const NARROW = 560;

export function heatMap(store, list) {
  let svg = null;
  let at = null; // the cell under the pointer or the keys
  let boxes = new Map();
  const card = figure("Over two inputs", "", {
    name: "study-heat",
    numbers: () => {
      const { heat } = store.seen;
      return { head: [heat.across.title, heat.up.title, `mean ${heat.outcome} (${heat.unit})`, "runs"], rows: heat.cells.map((one) => [heat.across.bins[one.x], heat.up.bins[one.y], one.mean, one.count]) };
    },
  });
  const told = make("p", { class: "said", "aria-live": "polite" });
  const holder = make("div", { class: "drawn-here" });
  keepable(card, "study-heat", () => svg);
  const frame = shape("rect", { class: "pointer", fill: "none", "stroke-width": 3 });
  card.body.append(holder, told);

  const find = (x, y) => store.seen.heat.cells.find((one) => one.x === x && one.y === y);
  const point = (x, y) => {
    const { heat } = store.seen;
    const box = boxes.get(`${x} ${y}`);
    if (!box) return;
    at = [x, y];
    for (const [name, value] of Object.entries({ ...box, stroke: colour("ink") })) frame.setAttribute(name, value);
    svg.append(frame);
    const cell = find(x, y);
    const what = cell ? `mean ${cell.words}, of ${cell.count} ${cell.count === 1 ? "run" : "runs"}. Press it (or Enter) to list them.` : "no run.";
    say(told, `${heat.across.bins[x]}, ${heat.up.bins[y]}: ${what}`);
  };
  const open = () => at && find(...at) && list(...at);
  const keys = (event) => {
    const [dx, dy] = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [0, 0];
    if (event.key === "Enter" || event.key === " ") open();
    else if (dx || dy) at ? point(at[0] + dx, at[1] + dy) : point(0, 0);
    else return;
    event.preventDefault();
  };

  const draw = () => {
    const heat = store.seen?.heat;
    if (!heat || !holder.clientWidth) return;
    const held = svg && document.activeElement === svg;
    svg = blank(holder.clientWidth, HEIGHT, { tabindex: 0, role: "group", "aria-label": `${heat.words} Arrow keys go from cell to cell, Enter lists the runs of one.` });
    const { x, y } = axes(svg, heat.across, heat.up, TOP + key(svg, heat));
    const means = heat.cells.map((one) => one.mean);
    const shade = shades(heat, means);
    boxes = new Map();
    for (const [i] of heat.across.bins.entries())
      for (const [j] of heat.up.bins.entries()) {
        const [left, right] = [x(heat.across.edges[i]), x(heat.across.edges[i + 1])];
        const [top, bottom] = [y(heat.up.edges[j + 1]), y(heat.up.edges[j])];
        const box = { x: left + 0.75, y: top + 0.75, width: Math.max(1, right - left - 1.5), height: Math.max(1, bottom - top - 1.5) };
        boxes.set(`${i} ${j}`, box);
        const cell = find(i, j);
        const ground = cell ? shade(cell.mean) : "none";
        const one = shape("g", { class: "cell" }, shape("rect", { ...box, rx: 2, fill: ground, ...(cell ? {} : { stroke: colour("line"), "stroke-dasharray": "2 3" }) }));
        if (cell) write(one, box, cell, readable(ground));
        one.addEventListener("pointerenter", () => point(i, j));
        one.addEventListener("click", () => {
          point(i, j);
          open();
        });
        svg.append(one);
      }
    svg.addEventListener("keydown", keys);
    fill(holder, svg);
    if (held) svg.focus({ preventScroll: true });
    say(told, "");
    if (at) point(...at);
  };
  store.on("seen", () => {
    const { heat } = store.seen;
    card.element.hidden = !heat;
    if (!heat) return;
    say(card.told, `${heat.words}${heat.across.meaning ? ` Across: ${heat.across.meaning}.` : ""}${heat.up.meaning ? ` Up: ${heat.up.meaning}.` : ""}`);
    draw();
    card.refresh();
  });
  return { element: card.element, end: redrawn(holder, draw) };
}

/** The mean within a cell, and below it how many runs, where there is room. */
function write(holder, box, cell, ink) {
  const middle = { x: box.x + box.width / 2, "text-anchor": "middle", fill: ink };
  const fits = cell.short.length * 6.4 < box.width - 4;
  const both = box.height > 32;
  if (fits && box.height > 15) holder.append(shape("text", { ...middle, y: box.y + box.height / 2 + (both ? -1 : 4) }, cell.short));
  if (both) holder.append(shape("text", { ...middle, y: box.y + box.height / 2 + (fits ? 13 : 4), "font-size": 10 }, `${cell.count}`));
}

/** The colour of a mean: darker is more; a difference is of one colour above nought and of another below it. */
function shades({ middle }, means) {
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const card = colour("card");
  const part = (share) => LEAST + (1 - LEAST) * share;
  if (middle === null) return (mean) => between(card, colour("now"), high > low ? part((mean - low) / (high - low)) : 0.5);
  const reach = Math.max(Math.abs(low), Math.abs(high)) || 1;
  return (mean) => between(card, colour(mean < 0 ? "mix3" : "now"), part(Math.abs(mean) / reach));
}

/** The scale of colours, at the top right, in a line of its own where there is little room; returns how high that line is. */
function key(svg, heat) {
  const means = heat.cells.map((one) => one.mean);
  if (!means.length) return 0;
  const shade = shades(heat, means);
  const ends = [Math.min(...means), Math.max(...means)];
  const [first, last] = ends.map((end) => heat.cells.find((one) => one.mean === end).short);
  const width = Number(svg.getAttribute("width"));
  const down = width < NARROW ? 18 : 0;
  const right = width - 14 - 7 * last.length;
  const wide = KEY / STEPS;
  for (let step = 0; step < STEPS; step += 1) {
    const mean = ends[0] + (step / (STEPS - 1)) * (ends[1] - ends[0]);
    svg.append(shape("rect", { x: right - KEY + step * wide, y: 4 + down, width: wide + 0.5, height: 10, fill: shade(mean) }));
  }
  svg.append(shape("text", { x: right - KEY - 5, y: 13 + down, "text-anchor": "end", fill: colour("soft") }, first));
  svg.append(shape("text", { x: right + 5, y: 13 + down, fill: colour("soft") }, last));
  return down;
}
