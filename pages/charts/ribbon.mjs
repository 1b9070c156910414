// What binds: the share of plant that each limit holds, month by month, on the same axis as the surge curve.
import { colour, make, say, sharp } from "./dom.mjs";
import { percent } from "./numbers.mjs";
import { follow, LEFT, RIGHT } from "./surge.mjs";

export const ORDER = ["stoppage", "input", "labour", "capacity", "orders"]; // from the top; what merely waits for orders lies below
export const MARKS = { orders: "●", capacity: "■", labour: "▲", input: "◆", stoppage: "✕" }; // no meaning by colour alone
export const SHORT = {
  orders: "waits for orders",
  capacity: "plant is full",
  labour: "lacks crews",
  input: "lacks a part",
  stoppage: "is stopped",
};

export function ribbon(store, holder) {
  const canvas = make("canvas", { class: "ribbon" });
  const head = make("div", { class: "playhead" });
  const frame = make("div", { class: "over-months" }, canvas, head);
  const cells = {};
  const legend = make("ul", { class: "legend" });
  for (const id of [...ORDER].reverse()) {
    cells[id] = make("b");
    legend.append(make("li", {}, make("i", { class: `mark ${id}`, "aria-hidden": "true" }, MARKS[id]), " ", SHORT[id], " ", cells[id]));
  }
  holder.append(frame, legend);
  const inner = () => canvas.clientWidth - LEFT - RIGHT;
  const x = (month) => LEFT + (inner() * month) / Math.max(1, store.scene.months - 1);
  follow(canvas, store, (event) =>
    Math.round(((event.clientX - canvas.getBoundingClientRect().left - LEFT) / inner()) * (store.scene.months - 1)),
  );
  const draw = () => {
    if (!store.scene || !store.run || !canvas.clientWidth) return;
    const { pen, height } = sharp(canvas);
    const places = Object.fromEntries(store.scene.limits.map((limit, place) => [limit.id, place]));
    const { months } = store.scene;
    const base = new Float32Array(months);
    pen.save();
    pen.beginPath();
    pen.rect(LEFT, 0, inner(), height);
    pen.clip();
    for (const id of [...ORDER].reverse()) {
      const shares = store.line("limits", store.row, places[id]);
      pen.fillStyle = colour(id);
      pen.beginPath();
      for (let m = 0; m < months; m += 1) pen.lineTo(x(m), height * (1 - base[m]));
      for (let m = months - 1; m >= 0; m -= 1) pen.lineTo(x(m), height * (1 - base[m] - shares[m]));
      pen.fill();
      for (let m = 0; m < months; m += 1) base[m] += shares[m];
    }
    pen.restore();
    pen.fillStyle = colour("soft");
    pen.font = "12px Inter, sans-serif";
    pen.textAlign = "right";
    pen.textBaseline = "top";
    pen.fillText("100%", LEFT - 6, 0);
    pen.textBaseline = "bottom";
    pen.fillText("0", LEFT - 6, height);
    place();
  };
  const place = () => {
    if (!store.scene || !store.run) return;
    head.style.transform = `translateX(${x(store.looked)}px)`;
    head.classList.toggle("hovered", store.hover !== null);
    store.scene.limits.forEach(
      (limit, at) => cells[limit.id] && say(cells[limit.id], percent(store.value("limits", store.row, at, store.looked) ?? 0)),
    );
  };
  store.on("run row scene", draw);
  store.on("month hover", place);
  window.addEventListener("surge:theme", draw);
  const watcher = new ResizeObserver(draw);
  watcher.observe(canvas);
  return { canvas, end: () => (watcher.disconnect(), window.removeEventListener("surge:theme", draw)) };
}
