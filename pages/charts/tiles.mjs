// Every system in small: its curve beside the baseline, its level in the shown month and what holds it; a click shows it large.
import { colour, fill, make, say, sharp } from "./dom.mjs";
import { days, known, ratio, ticks } from "./numbers.mjs";
import { MARKS, SHORT } from "./ribbon.mjs";
import { wars } from "./surge.mjs";
import { worstOf } from "./words.mjs";

export function tiles(store, holder) {
  let shown = [];
  const build = () => {
    const rows = [{ id: "alliance", name: "Alliance, by value" }, ...store.scene.systems];
    shown = rows.map((system, row) => tile(store, system, row));
    fill(holder, ...shown.map((one) => one.button));
  };
  const each = (what) => () => store.scene && store.run && shown.forEach((one) => one[what]());
  store.on("scene", () => (build(), each("draw")()));
  store.on("run baseline", each("draw"));
  store.on("run month row", each("place"));
  const draw = each("draw");
  window.addEventListener("surge:theme", draw);
  const watcher = new ResizeObserver(draw);
  watcher.observe(holder);
  return { end: () => (watcher.disconnect(), window.removeEventListener("surge:theme", draw)) };
}

function tile(store, system, row) {
  const canvas = make("canvas", { "aria-hidden": "true" });
  const value = make("b");
  const held = make("span", { class: "held" });
  const supply = make("span", { class: "supply" });
  const name = row === 0 ? "Alliance" : system.id.replaceAll("_", " ");
  const button = make(
    "button",
    { class: "tile", type: "button", title: system.name, onclick: () => store.set("row", row) },
    make("span", { class: "head" }, make("span", {}, name), value),
    canvas,
    make("span", { class: "foot" }, held, supply),
  );
  const draw = () => {
    if (!canvas.clientWidth) return;
    const { pen, width, height } = sharp(canvas);
    const now = store.line("surge", row);
    const base = store.same ? null : store.baselineLine(row);
    let high = 1.2;
    for (const line of [now, base]) for (const level of line ?? []) if (level > high) high = level;
    const { top } = ticks(high, 2);
    const { months } = store.scene;
    const x = (month) => (width * month) / (months - 1);
    const y = (level) => height - 1.5 - ((height - 3) * level) / top;
    for (const event of wars(store.scene)) {
      pen.fillStyle = colour("war");
      pen.fillRect(x(event.from), 0, x(event.to) - x(event.from), height);
    }
    pen.strokeStyle = colour("line");
    pen.beginPath();
    pen.moveTo(0, y(1));
    pen.lineTo(width, y(1));
    pen.stroke();
    trace(pen, base, x, y, colour("base"), [4, 3], 1.2);
    trace(pen, now, x, y, colour("now"), [], 1.6);
    place();
  };
  const place = () => {
    button.setAttribute("aria-pressed", String(store.row === row));
    const level = store.value("surge", row, store.month);
    say(value, ratio(level));
    const most = worstOf(store, row, store.month).id;
    if (held.dataset.limit !== most) {
      held.dataset.limit = most;
      fill(held, make("i", { class: `mark ${most}`, "aria-hidden": "true" }, MARKS[most]), ` ${SHORT[most]}`);
    }
    const supplied = row === 0 ? null : store.value("days", row - 1, store.month);
    say(supply, known(supplied) ? `${days(supplied)} d` : "");
  };
  return { button, draw, place };
}

function trace(pen, line, x, y, stroke, dash, width) {
  if (!line) return;
  pen.strokeStyle = stroke;
  pen.lineWidth = width;
  pen.setLineDash(dash);
  pen.beginPath();
  let down = false;
  line.forEach((level, month) => {
    if (Number.isFinite(level)) pen[down ? "lineTo" : "moveTo"](x(month), y(level));
    down = Number.isFinite(level);
  });
  pen.stroke();
  pen.setLineDash([]);
}
