// The bottleneck map: what bound the lines of each product longest, by year or quarter; a click asks why in that time.
import { figure } from "./figure.mjs";
import { fill, make, refill, say, shape } from "./dom.mjs";
import { date, dated, percent } from "./numbers.mjs";
import { MARKS, SHORT } from "./ribbon.mjs";
import { counted, plain } from "./why.mjs";

const NOTE =
  "What bound each product's lines longest, weighed by plant; products that only their orders ever bind are left out. Press a cell to ask about its last month, and about the row's own system where it is one.";

export function bottlenecks(store, act) {
  let span = "year";
  const press = make("button", { class: "quiet", type: "button", "aria-pressed": "false" }, "By quarter");
  const card = figure(
    "What binds when",
    NOTE,
    {
      name: "why-binding",
      numbers: () => ({
        head: ["product", "first month", "limit", "input", "share of the time"],
        rows: shown().rows.flatMap((row) =>
          row.cells.flatMap(([limit, part, share], place) =>
            limit ? [[row.product, String(shown().months[place]), limit, part, share]] : [],
          ),
        ),
      }),
      drawing: () => drawn(store, shown(), span),
      beside: [press],
    },
  );
  const shown = () => store.run.map?.[span] ?? { months: [], rows: [] };
  counted(store, card, NOTE, "map");
  const told = make("p", { class: "said cell-said", "aria-live": "polite" });
  const holder = make("div", { class: "wide-table", tabIndex: 0, role: "region", "aria-label": "What binds when" });
  const key = make("ul", { class: "legend" });
  card.body.append(told, holder, key);
  const show = () => {
    if (!store.run?.map) return fill(holder, make("p", { class: "note" }, "Running on to the end …"));
    const { months, rows } = shown();
    const length = span === "year" ? 12 : 3;
    const spoken = (row, [limit, part, share], place) => {
      const what = limit === "input" ? `want of ${plain(store, part)}` : SHORT[limit].toLowerCase();
      return `${plain(store, row.product)}, ${when(place)}: ${what}, ${percent(share)} of the time`;
    };
    const asked = (row) => (store.scene.lacking.some((one) => one.id === row.product) ? row.product : "");
    const when = (place) => {
      const { year, month } = date(store.scene, months[place]);
      return span === "year" ? String(year) : `${year} Q${Math.floor(month / 3) + 1}`;
    };
    const cell = (row, found, place) => {
      if (!found.length) return make("td");
      const words = spoken(row, found, place);
      const button = make(
        "button",
        {
          class: `cell ${found[0]}`,
          type: "button",
          title: words,
          "aria-label": words,
          onclick: () => act({ kind: "month", value: Math.min(months[place] + length, store.scene.months) - 1, name: asked(row) }),
          onpointerenter: () => say(told, words),
          onfocus: () => say(told, words),
        },
        make("span", { "aria-hidden": "true" }, MARKS[found[0]]),
      );
      button.dataset.key = `${row.product} ${place}`;
      return make("td", {}, button);
    };
    const shownIn = (place) => store.run.month >= months[place] && store.run.month < months[place] + length;
    const years = months.map((_, place) =>
      make("th", { scope: "col", class: shownIn(place) ? "here" : "" }, span === "year" || place % 4 === 0 ? when(place).slice(0, 4) : ""),
    );
    const line = (row) =>
      make(
        "tr",
        {},
        make("th", { scope: "row", title: plain(store, row.product) }, plain(store, row.product)),
        ...row.cells.map((found, place) => cell(row, found, place)),
      );
    const takes = new Set(store.run.takes);
    const needed = (row) => takes.has(row.product);
    const sorted = [...rows.filter(needed), ...rows.filter((row) => !needed(row))];
    say(
      told,
      rows.length
        ? `${rows.length} products are bound by more than their orders at some time; those that this system is made of stand first.`
        : "Nothing but orders binds anybody longest, at any time.",
    );
    refill(
      holder,
      make(
        "table",
        { class: `binding ${span}` },
        make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "Product"), ...years)),
        make("tbody", {}, ...sorted.map(line)),
      ),
    );
    fill(
      key,
      ...store.scene.limits.map((one) => make("li", {}, make("i", { class: `swatch ${one.id}` }, MARKS[one.id]), ` ${SHORT[one.id]}`)),
    );
    card.refresh();
  };
  press.addEventListener("click", () => {
    span = span === "year" ? "quarter" : "year";
    press.setAttribute("aria-pressed", String(span === "quarter"));
    show();
  });
  store.on("run", show);
  return card.element;
}

const SQUARE = { year: 34, quarter: 16 }; // pixels of a cell, in an image to keep
const NAMES = 360; // pixels for the names of products

/** The map with its key, to keep as an image; each mark has its own letter or sign, so that it reads without colours. */
function drawn(store, { months, rows }, span) {
  const size = SQUARE[span];
  const keyTop = 40 + rows.length * 24;
  const svg = shape("svg", { width: Math.max(620, NAMES + months.length * size + 20), height: keyTop + 30, "font-size": 12 });
  const label = (x, y, words, more = {}) => shape("text", { x, y, fill: "var(--ink)", ...more }, words);
  const every = span === "year" ? 1 : 4;
  months.forEach(
    (month, place) =>
      place % every === 0 && svg.append(label(NAMES + place * size, 20, String(date(store.scene, month).year), { "font-size": 10 })),
  );
  rows.forEach((row, line) => {
    const y = 28 + line * 24;
    svg.append(label(10, y + 15, plain(store, row.product)));
    row.cells.forEach(([limit, part, share], place) => {
      if (!limit) return;
      const cell = shape("g", {});
      cell.append(
        shape(
          "title",
          {},
          `${dated(store.scene, months[place], false)}: ${part ? `want of ${plain(store, part)}` : SHORT[limit]}, ${percent(share)}`,
        ),
        shape("rect", { x: NAMES + place * size, y, width: size - 2, height: 20, fill: `var(--${limit})`, "fill-opacity": 0.6 }),
        label(NAMES + place * size + size / 2 - 1, y + 14, MARKS[limit], { "text-anchor": "middle" }),
      );
      svg.append(cell);
    });
  });
  store.scene.limits.forEach((one, place) => {
    svg.append(label(10 + place * 120, keyTop + 16, `${MARKS[one.id]} ${SHORT[one.id]}`));
  });
  return svg;
}
