// Charts drawn as SVG: their parts, their axes, and how they are kept as a file.
import { colour, make } from "./dom.mjs";
import { save } from "./figure.mjs";

const SVG = "http://www.w3.org/2000/svg";
const LETTER = 6.3; // pixels of a letter of an axis, on average
const SHARPER = 2; // a picture has so many times the pixels of the page

export function shape(tag, properties = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(properties)) if (value !== null && value !== undefined) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** An empty chart of this size, in the page's colours of the moment. */
export function blank(width, height, about) {
  return shape("svg", { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}`, "font-family": "Inter, sans-serif", "font-size": 11.5, fill: colour("ink"), ...about });
}

/** Both axes drawn into a chart; gives the places of values and the area between them. */
export function axes(svg, across, up, top = 26) {
  const { width, height } = size(svg);
  const most = Math.min(0.34 * width, 140);
  const left = Math.max(34, Math.min(most, LETTER * Math.max(...up.ticks.map(([, words]) => words.length), 2) + 12));
  const step = (width - left - 14) / Math.max(across.ticks.length, 1);
  const turned = Math.max(...across.ticks.map(([, words]) => words.length), 0) * LETTER > step - 6;
  const area = { left, right: width - 14, top, bottom: height - (turned ? 92 : 44) };
  const x = scale(across, area.left, area.right);
  const y = scale(up, area.bottom, area.top);
  const soft = { fill: colour("soft") };
  const line = { stroke: colour("line"), "stroke-width": 1 };
  for (const [at, words] of up.ticks) {
    svg.append(shape("line", { x1: area.left, x2: area.right, y1: y(at), y2: y(at), ...line }));
    svg.append(shape("text", { x: left - 7, y: y(at) + 4, "text-anchor": "end", ...soft }, cut(words, (most - 8) / LETTER)));
  }
  for (const [at, words] of across.ticks) {
    svg.append(shape("line", { x1: x(at), x2: x(at), y1: area.bottom, y2: area.bottom + 4, stroke: colour("soft") }));
    const place = turned ? { transform: `translate(${x(at) + 4} ${area.bottom + 14}) rotate(-38)`, "text-anchor": "end" } : { x: x(at), y: area.bottom + 17, "text-anchor": "middle" };
    svg.append(shape("text", { ...place, ...soft }, turned ? cut(words, 15) : words));
  }
  svg.append(shape("line", { x1: area.left, x2: area.right, y1: area.bottom, y2: area.bottom, stroke: colour("soft") }));
  svg.append(shape("text", { x: area.right, y: height - 5, "text-anchor": "end", "font-weight": 600 }, named(across)));
  svg.append(shape("text", { x: 2, y: 13, "font-weight": 600 }, named(up)));
  return { x, y, area };
}

export const named = (axis) => (axis.unit ? `${axis.title} (${axis.unit})` : axis.title);
const size = (svg) => ({ width: Number(svg.getAttribute("width")), height: Number(svg.getAttribute("height")) });
const cut = (words, most) => (words.length > most ? `${words.slice(0, Math.max(1, Math.floor(most) - 1))}…` : words);
const scale = ({ low, high }, from, to) => (value) => from + ((value - low) / (high - low || 1)) * (to - from);

/** Give a figure's card two more buttons, which keep the chart that `chart()` gives as SVG and as PNG. */
export function keepable(card, name, chart) {
  const button = (words, kind) => make("button", { class: "quiet", type: "button", onclick: () => chart() && kind(name, chart()) }, words);
  card.element.querySelector(".tools").append(button("SVG", saveSvg), button("PNG", savePng));
  return card;
}

const saveSvg = (name, svg) => save(`${name}.svg`, alone(svg).text, "image/svg+xml");

function savePng(name, svg) {
  const { text, width, height } = alone(svg);
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  const picture = new Image();
  picture.onload = () => {
    const canvas = make("canvas", { width: SHARPER * width, height: SHARPER * height });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(address);
    canvas.toBlob((blob) => save(`${name}.png`, blob, "image/png"));
  };
  picture.src = address;
}

/** A chart that stands without the page: its size, ground and ink are its own, and nothing is pointed at. */
function alone(svg) {
  const copy = svg.cloneNode(true);
  for (const one of copy.querySelectorAll(".pointer")) one.remove();
  const [, , width, height] = copy.getAttribute("viewBox").split(/[ ,]+/).map(Number);
  for (const [name, value] of Object.entries({ xmlns: SVG, width, height, color: colour("ink") })) copy.setAttribute(name, value);
  copy.prepend(shape("rect", { width, height, fill: colour("card") }));
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

/** A colour between two of the style sheet's, which are `#rrggbb`; `part` from 0 to 1. */
export function between(first, second, part) {
  const parts = (word) => [1, 3, 5].map((place) => Number.parseInt(word.slice(place, place + 2), 16));
  const [from, to] = [parts(first), parts(second)];
  return `#${from.map((one, place) => Math.round(one + part * (to[place] - one)).toString(16).padStart(2, "0")).join("")}`;
}

/** Ink that reads on a ground, by the contrast of WCAG. */
export function readable(ground) {
  const light = (word) => {
    const [r, g, b] = [1, 3, 5].map((place) => Number.parseInt(word.slice(place, place + 2), 16) / 255).map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  return 1.05 / (light(ground) + 0.05) > (light(ground) + 0.05) / 0.05 ? "#ffffff" : "#000000";
}

/** Draw anew whenever the holder has another width or the page another theme. */
export function redrawn(holder, draw) {
  let width = 0;
  const watch = new ResizeObserver(() => {
    if (Math.abs(holder.clientWidth - width) < 2) return;
    width = holder.clientWidth;
    draw();
  });
  watch.observe(holder);
  window.addEventListener("surge:theme", draw);
  return () => {
    watch.disconnect();
    window.removeEventListener("surge:theme", draw);
  };
}
