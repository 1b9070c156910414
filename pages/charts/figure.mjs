// Around each chart: its title, a line on what it shows, and the same numbers as a table or a file.
import { colour, fill, make, shape } from "./dom.mjs";

/** A figure; `numbers()` gives `{head, rows}`, `picture()` a canvas or some and `drawing()` an SVG to keep as an image. */
export function figure(title, note, { numbers, picture, drawing, beside = [], name = "chart" } = {}) {
  const body = make("div", { class: "body" });
  const table = make("div", { class: "scroll", hidden: true, tabIndex: 0, role: "region", "aria-label": `${title}, as a table` });
  const tools = make("div", { class: "tools" });
  const told = make("p", { class: "note" }, note);
  if (numbers) {
    const press = make("button", { class: "quiet", type: "button", "aria-pressed": "false" }, "Table");
    press.addEventListener("click", () => {
      table.hidden = !table.hidden;
      press.setAttribute("aria-pressed", String(!table.hidden));
      if (table.hidden) return;
      fill(table, grid(numbers()));
      table.scrollIntoView({ block: "nearest" });
    });
    tools.append(
      press,
      make("button", { class: "quiet", type: "button", onclick: () => save(`${name}.csv`, csv(numbers()), "text/csv") }, "CSV"),
    );
  }
  if (picture)
    tools.append(make("button", { class: "quiet", type: "button", onclick: () => savePicture(`${name}.png`, picture()) }, "PNG"));
  if (drawing)
    tools.append(make("button", { class: "quiet", type: "button", onclick: () => saveDrawing(`${name}.svg`, drawing()) }, "SVG"));
  const element = make(
    "section",
    { class: "card", "aria-label": title },
    make("header", {}, make("h2", {}, title), ...beside, tools),
    told,
    body,
    table,
  );
  return { element, body, told, refresh: () => !table.hidden && fill(table, grid(numbers())) };
}

function grid({ head, rows }) {
  const cell = (value) =>
    typeof value === "number" ? (Number.isFinite(value) ? Number(value.toPrecision(4)).toLocaleString("en-GB") : "–") : value;
  return make(
    "table",
    {},
    make("thead", {}, make("tr", {}, ...head.map((word) => make("th", { scope: "col" }, word)))),
    make(
      "tbody",
      {},
      ...rows.map((row) =>
        make("tr", {}, ...row.map((value, place) => make(place ? "td" : "th", place ? {} : { scope: "row" }, String(cell(value))))),
      ),
    ),
  );
}

export function csv({ head, rows }) {
  const word = (value) => {
    const text = typeof value === "number" ? (Number.isFinite(value) ? String(value) : "") : String(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [head, ...rows].map((row) => row.map(word).join(",")).join("\n") + "\n";
}

export function save(name, text, type = "text/plain") {
  keep(name, URL.createObjectURL(new Blob([text], { type })));
}

function keep(name, address) {
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** A drawing with the colours that it has on the page, on the page's own ground. */
function saveDrawing(name, svg) {
  const whole = svg.cloneNode(true);
  whole.prepend(shape("rect", { width: "100%", height: "100%", fill: "var(--card)" }));
  whole.setAttribute("font-family", "Inter, sans-serif");
  const text = new XMLSerializer().serializeToString(whole).replace(/var\(--([\w-]+)\)/g, (_, one) => colour(one));
  save(name, text, "image/svg+xml");
}

/** A canvas, or several one below the other, on the page's own ground, so that it reads anywhere. */
function savePicture(name, picture) {
  const parts = [picture].flat();
  const size = (of) => parts.map((one) => one[of]);
  const whole = make("canvas", { width: Math.max(...size("width")), height: size("height").reduce((a, b) => a + b, 0) });
  const pen = whole.getContext("2d");
  pen.fillStyle = colour("card");
  pen.fillRect(0, 0, whole.width, whole.height);
  let top = 0;
  for (const one of parts) {
    pen.drawImage(one, 0, top);
    top += one.height;
  }
  whole.toBlob((blob) => keep(name, URL.createObjectURL(blob)));
}
