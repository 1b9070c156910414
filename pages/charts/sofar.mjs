// While a study runs: how far it is, and each arm's mean effect with its interval, from the runs there are.
import { colour, fill, make } from "./dom.mjs";
import { figure } from "./figure.mjs";
import { blank, keepable, redrawn, shape } from "./vector.mjs";

const ROW = 30;

export function effectsSoFar(store) {
  let svg = null;
  const card = figure("What each choice brings, so far", "", {
    name: "study-so-far",
    numbers: () => ({ head: ["choice", "mean effect with its 95 % interval", "stands on"], rows: store.seen.effects.rows.map((one) => [one.arm, one.words, `${one.count} ${one.by}`]) }),
  });
  const holder = make("div", { class: "drawn-here" });
  keepable(card, "study-so-far", () => svg);
  card.body.append(holder);

  const draw = () => {
    const rows = store.seen?.effects?.rows ?? [];
    if (!rows.length || !holder.clientWidth) return;
    const width = holder.clientWidth;
    const narrow = width < 560;
    const [left, right] = narrow ? [8, width - 8] : [170, width - 250];
    const high = narrow ? 1.7 * ROW : ROW;
    svg = blank(width, high * rows.length + 10, { role: "img", "aria-label": sentence(store) });
    const [low, top] = [Math.min(0, ...rows.map((one) => one.low)), Math.max(0, ...rows.map((one) => one.high))];
    const x = (value) => left + ((value - low) / (top - low || 1)) * (right - left);
    svg.append(shape("line", { x1: x(0), x2: x(0), y1: 2, y2: high * rows.length + 6, stroke: colour("base") }));
    for (const [place, one] of rows.entries()) {
      const y = high * (place + (narrow ? 0.8 : 0.55)) + 4;
      const words = y - (narrow ? 12 : -4);
      svg.append(shape("text", { x: narrow ? 0 : 4, y: words, "font-weight": 600 }, one.arm));
      svg.append(shape("text", { x: width - 2, y: words, "text-anchor": "end", fill: colour("soft") }, one.words));
      svg.append(shape("line", { x1: x(one.low), x2: x(one.high), y1: y, y2: y, stroke: colour("now"), "stroke-width": 3, "stroke-linecap": "round" }));
      svg.append(shape("circle", { cx: x(one.mean), cy: y, r: 4.5, fill: colour("now") }));
    }
    fill(holder, svg);
  };
  store.on("seen", () => {
    card.element.hidden = !store.seen.effects?.rows.length;
    if (card.element.hidden) return;
    card.told.textContent = sentence(store);
    draw();
    card.refresh();
  });
  return { element: card.element, end: redrawn(holder, draw) };
}

function sentence(store) {
  const { effects } = store.seen;
  const least = Math.min(...effects.rows.map((one) => one.count));
  return `${effects.outcome} against ${effects.base}, on at least ${least} ${effects.rows[0].by} each, run with the same luck. Bars are 95 % intervals: they shrink as runs come in.`;
}
