// Every case of a study as a dot, its outcome over one input; a dot pressed is the run it stands for.
import { colour, fill, make, say } from "./dom.mjs";
import { figure } from "./figure.mjs";
import { axes, blank, keepable, named, redrawn, shape } from "./vector.mjs";

const REACH = 24; // pixels within which the pointer means a dot
const HEIGHT = 380;

export function dotChart(store, pick) {
  let svg = null;
  let places = [];
  let order = [];
  let at = -1; // place in `order` of the dot pointed at
  let mine = null; // and which run it is
  const card = figure("Run by run", "", {
    name: "study-runs",
    numbers: () => {
      const { dots } = store.seen;
      return { head: ["row", "seed", "mix", named(dots.across), named(dots.values)], rows: dots.row.map((row, i) => [String(row), String(dots.seed[i]), dots.mix[i], dots.x[i], dots.y[i]]) };
    },
  });
  const told = make("p", { class: "said", "aria-live": "polite" });
  const holder = make("div", { class: "drawn-here" });
  keepable(card, "study-runs", () => svg);
  const ring = shape("circle", { class: "pointer", r: 7, fill: "none", "stroke-width": 2.5 });
  card.body.append(holder, told);

  const point = (place) => {
    at = place;
    if (at < 0) return;
    const { dots } = store.seen;
    const dot = order[at];
    mine = { row: dots.row[dot], seed: dots.seed[dot] };
    ring.setAttribute("cx", places[dot][0]);
    ring.setAttribute("cy", places[dot][1]);
    ring.setAttribute("stroke", colour("ink"));
    svg.append(ring);
    say(told, `Row ${dots.row[dot]}, seed ${dots.seed[dot]}, ${dots.mix[dot]}: ${dots.told[dot]}. Press it (or Enter) to see the run.`);
  };
  const open = () => at >= 0 && pick(store.seen.dots.row[order[at]], store.seen.dots.seed[order[at]]);
  const near = (event) => {
    const box = svg.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    let [found, least] = [-1, REACH ** 2];
    for (const [place, dot] of order.entries()) {
      const far = (places[dot][0] - x) ** 2 + (places[dot][1] - y) ** 2;
      if (far < least) [found, least] = [place, far];
    }
    return found;
  };
  const keys = (event) => {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (event.key === "Enter" || event.key === " ") open();
    else if (event.key === "Home") point(0);
    else if (event.key === "End") point(order.length - 1);
    else if (step) point(Math.max(0, Math.min(order.length - 1, at + step)));
    else return;
    event.preventDefault();
  };

  const draw = () => {
    const { dots, look } = store.seen ?? {};
    if (!dots || !holder.clientWidth) return;
    const held = svg && document.activeElement === svg;
    const before = at >= 0 ? mine : null;
    svg = blank(holder.clientWidth, HEIGHT, { tabindex: 0, role: "group", "aria-label": `${dots.words} Arrow keys go from run to run, Enter shows one.` });
    const { x, y } = axes(svg, dots.across, dots.values);
    places = dots.x.map((value, dot) => [x(value), y(dots.y[dot])]);
    order = places.map((_, dot) => dot).sort((a, b) => places[a][0] - places[b][0]);
    const marks = shape("g", { fill: colour("now"), "fill-opacity": places.length > 300 ? 0.4 : 0.65 });
    for (const [cx, cy] of places) marks.append(shape("circle", { cx: cx.toFixed(1), cy: cy.toFixed(1), r: places.length > 300 ? 3 : 4.5 }));
    svg.append(marks);
    const chosen = dots.row.findIndex((_, dot) => same(dots, dot, look));
    if (chosen >= 0) svg.append(shape("circle", { cx: places[chosen][0], cy: places[chosen][1], r: 8, fill: "none", stroke: colour("asked"), "stroke-width": 3, class: "chosen-run" }));
    svg.addEventListener("keydown", keys);
    svg.addEventListener("pointermove", (event) => point(near(event)));
    svg.addEventListener("click", (event) => {
      point(near(event));
      open();
    });
    fill(holder, svg);
    if (held) svg.focus({ preventScroll: true });
    at = -1;
    if (before) point(order.findIndex((dot) => same(dots, dot, before)));
    if (at < 0) say(told, "");
  };
  store.on("seen", () => {
    const { dots } = store.seen;
    card.element.hidden = !dots;
    if (!dots) return;
    say(card.told, `${dots.words}${dots.across.meaning ? ` Across: ${dots.across.meaning}.` : ""}`);
    draw();
    card.refresh();
  });
  return { element: card.element, end: redrawn(holder, draw) };
}

const same = (dots, dot, run) => dots.row[dot] === run.row && dots.seed[dot] === run.seed;
