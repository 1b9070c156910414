// One transport bar: play, pause, a month or a year on and back, scrub, speed; and its keys.
import { make, say } from "./dom.mjs";
import { dated } from "./numbers.mjs";
import { state } from "./words.mjs";

const ICONS = {
  play: "M4.5 2.6v10.8L13.2 8z",
  pause: "M4 2.5h3v11H4zM9 2.5h3v11H9z",
  back: "M10.5 3.5v9L4.5 8z",
  on: "M5.5 3.5v9l6-4.5z",
  start: "M3 3h2v10H3zM13 3v10L6 8z",
  end: "M11 3h2v10h-2zM3 3v10l7-5z",
};
const SPEEDS = [6, 12, 24]; // months a second

export function transport(store, holder) {
  let speed = 1;
  let timer = 0;
  const last = () => (store.scene?.months ?? 1) - 1;
  const go = (month) => store.set("month", Math.max(0, Math.min(last(), month)));
  const icon = (name) => {
    const holder = document.createElement("template");
    holder.innerHTML = `<svg viewBox="0 0 16 16" width="16" height="16" fill="currentColor" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;
    return holder.content.firstChild;
  };
  const press = (words, title, what, name = "") =>
    make("button", { type: "button", class: name, title, "aria-label": title, onclick: what }, words);
  const stop = () => {
    store.set("playing", false);
    cancelAnimationFrame(timer);
  };
  const play = () => {
    if (store.playing) return stop();
    if (store.month >= last()) go(0);
    store.set("playing", true);
    let before = performance.now();
    let due = 0;
    const frame = (time) => {
      due += ((time - before) / 1000) * SPEEDS[speed];
      before = time;
      if (due >= 1) {
        go(store.month + Math.floor(due));
        due %= 1;
      }
      if (store.month >= last()) return stop();
      if (store.playing) timer = requestAnimationFrame(frame);
    };
    timer = requestAnimationFrame(frame);
  };
  const toggle = press(icon("play"), "Play (space)", play, "play");
  const where = make("output", { class: "where" });
  const scrub = make("input", {
    type: "range",
    min: 0,
    max: 119,
    step: 1,
    class: "scrub",
    "aria-label": "Month shown",
    oninput: () => (stop(), go(Number(scrub.value))),
  });
  const faster = press("Speed 1×", "Speed 1×", () => {
    speed = (speed + 1) % SPEEDS.length;
    const words = `Speed ${["½×", "1×", "2×"][speed]}`;
    say(faster, words);
    faster.title = words;
    faster.setAttribute("aria-label", words);
  });
  const bands = make("div", { class: "bands", "aria-hidden": "true" });
  const by = (months) => () => (stop(), go(store.month + months));
  holder.append(
    make(
      "div",
      { class: "buttons" },
      press(icon("start"), "To the start (Home)", () => (stop(), go(0))),
      press(icon("back"), "A month back (left arrow)", by(-1)),
      toggle,
      press(icon("on"), "A month on (right arrow)", by(1)),
      press(icon("end"), "To the end (End)", () => (stop(), go(last()))),
      faster,
    ),
    make("div", { class: "rail" }, bands, scrub),
    where,
  );
  store.on("playing", () => {
    toggle.replaceChildren(icon(store.playing ? "pause" : "play"));
    toggle.title = store.playing ? "Pause (space)" : "Play (space)";
    toggle.setAttribute("aria-label", toggle.title);
  });
  store.on("scene", () => {
    scrub.max = last();
    bands.replaceChildren(
      ...store.scene.events.map((event) => {
        const span = make("i", { class: event.kind === "conflict" ? "war" : "event", title: event.words });
        span.style.left = `${(100 * event.from) / last()}%`;
        span.style.width = `${(100 * (event.to - event.from)) / last()}%`;
        return span;
      }),
    );
  });
  store.on("scene month", () => {
    if (!store.scene) return;
    scrub.value = store.month;
    const words = `${dated(store.scene, store.month, false)}, ${state(store.scene, store.month)}`;
    scrub.setAttribute("aria-valuetext", words);
    say(where, words);
  });
  const events = () => store.scene.events.flatMap((event) => [event.from, event.to]).sort((a, b) => a - b);
  const keys = {
    " ": play,
    ArrowLeft: (e) => by(e.shiftKey ? -12 : -1)(),
    ArrowRight: (e) => by(e.shiftKey ? 12 : 1)(),
    Home: () => (stop(), go(0)),
    End: () => (stop(), go(last())),
    "[": () => (
      stop(),
      go(
        events()
          .reverse()
          .find((month) => month < store.month) ?? 0,
      )
    ),
    "]": () => (stop(), go(events().find((month) => month > store.month) ?? last())),
  };
  const listen = (event) => {
    if (
      !store.scene ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.target.closest("input, select, textarea, button, summary, a, dialog, [role=slider]")
    )
      return;
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key](event);
  };
  document.addEventListener("keydown", listen);
  return { end: () => (stop(), document.removeEventListener("keydown", listen)) };
}
