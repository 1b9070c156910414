// The alliance on a map: plant in use, goods by thickness, what waits for a licence, and what rules bar, with the reason.
import { make, say, shape } from "./dom.mjs";
import { known, money, percent } from "./numbers.mjs";

const MOST = 45; // flows drawn at once, the largest
const HELD_UP = 2; // months of a flow in the licence queue from which it is shown as held up

export function allianceMap(store, holder) {
  const told = make("p", { class: "said", "aria-live": "off" });
  const frame = make("div", { class: "map" });
  const key = make("ul", { class: "legend" });
  key.innerHTML =
    '<li><i class="key flow"></i>goods, thicker is more</li><li><i class="key held"></i>two months or more of it wait for a licence</li><li><i class="key barred"></i>✕ some or all lines barred by the rules</li>';
  const cue = make("p", { class: "note cue", hidden: true });
  holder.append(told, cue, frame, key);
  let world = null;
  let arcs = [];
  let marks = [];
  let focus = null;
  const svg = shape("svg", { role: "group", "aria-label": "Map of the alliance; choose a nation to see its trade" });

  fetch(new URL("./vendor/world.json", import.meta.url))
    .then((answer) => answer.json())
    .then((found) => {
      world = found;
      svg.setAttribute("viewBox", `0 ${world.top} ${world.width} ${world.height}`);
      svg.append(
        shape("path", { class: "land", d: world.land }),
        ...Object.entries(world.nations).map(([id, d]) => shape("path", { class: `nation ${id}`, d })),
      );
      frame.append(svg);
      build();
    });

  const build = () => {
    if (!world || !store.trade || !store.scene) return;
    svg.querySelectorAll(".flows, .marks").forEach((one) => one.remove());
    const { pairs } = store.trade.arrays;
    const ids = store.scene.nations.map((nation) => nation.id);
    const flows = shape("g", { class: "flows" });
    arcs = Array.from({ length: pairs.shape[0] }, (_, pair) => {
      const [from, to] = [pairs.at(pair, 0), pairs.at(pair, 1)];
      const [a, b] = [world.places[ids[from]], world.places[ids[to]]];
      const group = shape("g", { class: "flow" });
      if (!a || !b) return { pair, from, to, group };
      const near = nearest(a, b, world.width);
      // A way that leaves the map on one side comes in again on the other.
      const again = near === b ? "" : bend([a[0] + b[0] - near[0], a[1]], b);
      const line = shape("path", { d: bend(a, near) + again });
      const middle = midway(a, near).map((value, axis) => (axis === 0 && value < 0 ? value + world.width : value));
      const cross = shape("text", { x: middle[0], y: middle[1] + 3, class: "cross" });
      cross.textContent = "✕";
      const title = shape("title", {});
      group.append(line, cross, title);
      flows.append(group);
      return { pair, from, to, group, line, title };
    });
    const holderOfMarks = shape("g", { class: "marks" });
    marks = ids.map((id, row) => mark(id, row)).filter(Boolean);
    holderOfMarks.append(...marks.map((one) => one.group));
    svg.append(flows, holderOfMarks);
    place();
    look();
  };

  /** In a window narrower than the map: which nations are to be scrolled to. */
  const look = () => {
    const hidden = frame.clientWidth > 0 && frame.scrollWidth > frame.clientWidth + 1;
    cue.hidden = !hidden;
    if (!hidden || !world) return;
    const scale = frame.scrollWidth / world.width;
    const seen = ({ at }) => at[0] * scale >= frame.scrollLeft && at[0] * scale <= frame.scrollLeft + frame.clientWidth;
    const out = marks.filter((one) => !seen(one)).map((one) => store.scene.nations[one.row].name);
    say(cue, out.length ? `Scroll the map sideways to see ${out.join(", ")}.` : "The map can be scrolled sideways.");
  };
  frame.addEventListener("scroll", look);
  const watcher = new ResizeObserver(look);
  watcher.observe(frame);

  const mark = (id, row) => {
    const at = world.places[id];
    if (!at) return null;
    const group = shape("g", {
      class: "mark-of",
      tabindex: "0",
      role: "button",
      transform: `translate(${at})`,
      "aria-label": `${id}, ${store.scene.nations[row].name}`,
    });
    const plant = shape("circle", { class: "plant", r: 6 });
    const used = shape("circle", { class: "used", r: 0 });
    const label = shape("text", { y: -8 });
    label.textContent = id;
    const title = shape("title", {});
    group.append(plant, used, label, title);
    const choose = () => {
      focus = focus === row ? null : row;
      place();
    };
    group.addEventListener("click", choose);
    group.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      choose();
    });
    return { row, at, group, used, title };
  };

  const place = () => {
    if (!world || !store.trade || arcs.length === 0) return;
    const { flow, queue, barred, lines, in_use: inUse, landed } = store.trade.arrays;
    const { month } = store;
    const shown = (arc) => focus === null || arc.from === focus || arc.to === focus;
    const sizes = arcs
      .filter(shown)
      .map((arc) => flow.at(arc.pair, month))
      .sort((a, b) => b - a);
    const least = sizes[Math.min(MOST, sizes.length) - 1] ?? 0;
    let most = 1;
    for (const value of flow.values) if (value > most) most = value;
    for (const arc of arcs) {
      if (!arc.line) continue;
      const value = flow.at(arc.pair, month);
      const bars = barred.at(arc.pair, month);
      const waits = queue.at(arc.pair, month);
      const visible = shown(arc) && ((value > 0 && value >= least) || bars > 0);
      arc.group.style.display = visible ? "" : "none";
      if (!visible) continue;
      arc.line.style.strokeWidth = Math.max(0.6, 9 * Math.sqrt(value / most)).toFixed(2);
      arc.group.setAttribute("class", `flow ${bars > 0 ? "barred" : waits > HELD_UP * value ? "held" : ""}`);
      const names = [arc.from, arc.to].map((row) => store.scene.nations[row].name);
      say(
        arc.title,
        `${names[0]} to ${names[1]}: ${money(value)} this month; ${money(waits)} waits for a licence${bars > 0 ? `; ${bars} of ${lines.values[arc.pair]} lines barred by the rules` : ""}`,
      );
    }
    for (const one of marks) {
      const share = inUse.at(one.row, month);
      one.used.setAttribute("r", known(share) ? (6 * Math.sqrt(Math.min(1, share))).toFixed(1) : 0);
      one.group.setAttribute("class", `mark-of ${focus === one.row ? "chosen" : ""}`);
      one.group.setAttribute("aria-pressed", String(focus === one.row));
      say(
        one.title,
        `${store.scene.nations[one.row].name}: ${known(share) ? `${percent(share)} of plant in use, by value` : "no plant"}; ${money(landed.at(one.row, month))} reached its magazines`,
      );
    }
    say(told, words());
  };

  const words = () => {
    const { flow, queue, barred, lines, in_use: inUse, landed } = store.trade.arrays;
    const { month } = store;
    const name = (row) => store.scene.nations[row].name;
    const own = arcs.filter((arc) => focus === null || arc.from === focus || arc.to === focus);
    const sum = (grid, which) => which.reduce((total, arc) => total + grid.at(arc.pair, month), 0);
    const blocked = own.filter((arc) => barred.at(arc.pair, month) > 0).sort((a, b) => barred.at(b.pair, month) - barred.at(a.pair, month));
    const reason = blocked.length
      ? ` The rules bar ${blocked
          .slice(0, 3)
          .map((arc) => `${barred.at(arc.pair, month)} of ${lines.values[arc.pair]} lines of ${name(arc.from)} to ${name(arc.to)}`)
          .join(", ")}${blocked.length > 3 ? ` and lines of ${blocked.length - 3} more pairs` : ""}.`
      : " No line abroad is barred by the rules.";
    if (focus === null)
      return `${money(sum(flow, own))} crosses borders this month and ${money(sum(queue, own))} waits for an export licence.${reason}`;
    const share = inUse.at(focus, month);
    const [out, into] = [own.filter((arc) => arc.from === focus), own.filter((arc) => arc.to === focus)];
    return `${name(focus)}: ${known(share) ? `${percent(share)} of its plant in use, ` : ""}${money(sum(flow, out))} sent abroad, ${money(sum(flow, into))} sent to it, ${money(landed.at(focus, month))} reached its magazines; ${money(sum(queue, into))} for it waits for a licence.${reason}`;
  };

  store.on("scene", () => (focus = null)); // rows are other nations now
  store.on("trade", build);
  // Until the trade of a new choice is there, the old one stays, faint.
  store.on("told trade", () => frame.classList.toggle("stale", !store.trade || store.trade.serial !== store.told.serial));
  store.on("month", place);
  return { end: () => watcher.disconnect() };
}

/** Where a place lies by the shorter way round the globe. */
function nearest(from, to, width) {
  const turn = Math.round((to[0] - from[0]) / width) * width;
  return turn === 0 ? to : [to[0] - turn, to[1]];
}

function midway([x1, y1], [x2, y2]) {
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const lift = Math.min(60, length * 0.16);
  return [(x1 + x2) / 2 + ((y2 - y1) / length) * lift * 0.5, (y1 + y2) / 2 - ((x2 - x1) / length) * lift * 0.5];
}

/** A curve that bows to one side, so that what goes there and what comes back lie apart. */
function bend([x1, y1], [x2, y2]) {
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const lift = Math.min(60, length * 0.16);
  return `M${x1},${y1}Q${((x1 + x2) / 2 + ((y2 - y1) / length) * lift).toFixed(1)},${((y1 + y2) / 2 - ((x2 - x1) / length) * lift).toFixed(1)} ${x2},${y2}`;
}
