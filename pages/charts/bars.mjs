// Ranked bars to both sides of nought, each with its interval, as one drawing that can be kept.
import { shape } from "./dom.mjs";
import { known, money } from "./numbers.mjs";

const NARROW = 560; // pixels under which a name stands above its bar
const NAMES = 200;
const VALUE = 168;

/** Rows `{name, mean, low, high, all}` in one colour, `all` in ink; hollow where the interval holds nought. */
export function bars(rows, width, hue, names = NAMES) {
  const narrow = width < NARROW;
  const step = narrow ? 40 : 26;
  const left = narrow ? 4 : names;
  const right = narrow ? width - 4 : width - VALUE;
  const reach = rows.flatMap(({ mean, low, high }) => [mean, low ?? 0, high ?? 0]);
  const [least, most] = [Math.min(0, ...reach), Math.max(0, ...reach)];
  const x = (value) => left + ((right - left) * (value - least)) / (most - least || 1);
  const svg = shape("svg", { width, height: rows.length * step + 6, viewBox: `0 0 ${width} ${rows.length * step + 6}`, "font-size": 13 });
  const zero = x(0);
  rows.forEach((row, place) => {
    const top = place * step + (row.all ? 6 : 0);
    const middle = top + (narrow ? 28 : 13);
    const sure = known(row.low) && (row.low > 0 || row.high < 0);
    const colour = row.all ? "var(--ink)" : hue;
    const group = shape("g", { "data-player": row.player ?? "all" });
    const ends = [x(Math.min(0, row.mean)), x(Math.max(0, row.mean))];
    const box = { x: ends[0], y: middle - 7, width: Math.max(1, ends[1] - ends[0]), height: 14 };
    group.append(
      shape(
        "text",
        {
          x: narrow ? 4 : left - 12,
          y: narrow ? top + 14 : middle + 4.5,
          "text-anchor": narrow ? "start" : "end",
          fill: "var(--ink)",
          "font-weight": row.all ? 600 : 400,
        },
        row.name,
      ),
      shape("rect", { ...box, fill: sure ? colour : "var(--card)", stroke: colour, "fill-opacity": sure ? 0.75 : 1 }),
      shape(
        "text",
        { x: width - 2, y: narrow ? top + 14 : middle + 4.5, "text-anchor": "end", fill: sure ? "var(--ink)" : "var(--soft)" },
        valued(row),
      ),
    );
    if (known(row.low)) {
      const whisker = `M${x(row.low)} ${middle}H${x(row.high)}M${x(row.low)} ${middle - 4}V${middle + 4}M${x(row.high)} ${middle - 4}V${middle + 4}`;
      group.append(shape("path", { d: whisker, stroke: "var(--ink)", "stroke-width": 1.2, fill: "none" }));
    }
    svg.append(group);
  });
  svg.prepend(shape("path", { d: `M${zero} 0V${rows.length * step + 6}`, stroke: "var(--base)" }));
  return svg;
}

function valued({ mean, low, high }) {
  if (!mean || Math.abs(mean) < 1) return "0";
  return known(low) ? `${money(mean, true)} ± ${money((high - low) / 2).replace("$", "")}` : money(mean, true);
}
