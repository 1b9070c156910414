// Numbers as people read them: units, and no more digits than mean something.
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

export const none = "–";

export function known(value) {
  return value !== null && value !== undefined && Number.isFinite(value);
}

export function ratio(value, sign = false) {
  if (!known(value)) return none;
  const size = Math.abs(value);
  const places = size >= 10 ? 1 : sign && size < 0.1 ? 3 : 2; // small differences need more digits than levels
  return `${signed(value, sign)}${size.toFixed(places)}×`;
}

export function money(value, sign = false) {
  if (!known(value)) return none;
  const size = Math.abs(value);
  const [scale, letter] = size >= 1e9 ? [1e9, " bn"] : size >= 1e6 ? [1e6, " m"] : size >= 1e3 ? [1e3, " k"] : [1, ""];
  return `${signed(value, sign)}$${digits(size / scale)}${letter}`;
}

export function percent(share, sign = false) {
  if (!known(share)) return none;
  const size = Math.abs(share * 100);
  if (size > 0 && size < 1 && !sign) return "under 1%";
  return `${signed(share, sign)}${size >= 10 ? Math.round(size) : size.toFixed(1).replace(/\.0$/, "")}%`;
}

export function units(value) {
  if (!known(value)) return none;
  const size = Math.abs(value);
  return size >= 100 ? Math.round(value).toLocaleString("en-GB") : size >= 10 ? value.toFixed(0) : value.toFixed(1);
}

export function days(value) {
  if (!known(value)) return none;
  return value >= 10 ? Math.round(value).toLocaleString("en-GB") : value.toFixed(1);
}

export function by(unit, value, sign = false) {
  return unit === "USD" ? money(value, sign) : unit === "share" ? percent(value, sign) : ratio(value, sign);
}

function digits(size) {
  return size >= 100 ? size.toFixed(0) : size >= 10 ? size.toFixed(1) : size.toFixed(2);
}

function signed(value, sign) {
  return value < 0 ? "−" : sign && value > 0 ? "+" : "";
}

/** Whether anyone fights in a scenario. */
export const atWar = (scene) => scene.events.some((event) => event.kind === "conflict");

/** Calendar month of a month of the scenario: `{year: 2030, month: 6}`, months from 0. */
export function date(scene, month) {
  const [year, first] = scene.start.split("-").map(Number);
  const count = first - 1 + month;
  return { year: year + Math.floor(count / 12), month: count % 12 };
}

export function dated(scene, month, long = true) {
  const { year, month: number } = date(scene, month);
  return `${long ? MONTHS[number] : MONTHS[number].slice(0, 3)} ${year}`;
}

/** Round lines of a scale from 0 that reaches `high`. */
export function ticks(high, count = 5) {
  const rough = high / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].find((one) => one * power >= rough) * power;
  const found = [];
  for (let tick = 0; tick <= high + step * 1e-6; tick += step) found.push(tick);
  return { step, found, top: found[found.length - 1] >= high - step * 1e-6 ? found[found.length - 1] : found[found.length - 1] + step };
}
