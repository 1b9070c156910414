// Building the page by hand: elements, and what changes in them.

/** An element: `make("p", {class: "note"}, "words", child)`; properties that start with `on` are listeners. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && name !== "list" && name !== "form") element[name === "class" ? "className" : name] = value;
    else element.setAttribute(name === "class" ? "class" : name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** An element of a drawing, with words in it if any. */
export function shape(tag, properties, words) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(properties)) element.setAttribute(name, value);
  if (words !== undefined) element.textContent = words;
  return element;
}

export function fill(element, ...children) {
  element.replaceChildren(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** The same elements drawn anew: what had the focus has it still, found again by its `data-key`. */
export function refill(element, ...children) {
  const key = element.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  fill(element, ...children);
  if (key !== undefined) [...element.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key)?.focus();
  return element;
}

/** Text set only where it differs, so that playing does not lay out the page anew. */
export function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

let colours = {};
window.addEventListener("surge:theme", () => (colours = {}));

/** A colour of the style sheet by name; read once for each theme. */
export function colour(name) {
  colours[name] ??= getComputedStyle(document.querySelector(".explore") ?? document.documentElement)
    .getPropertyValue(`--${name}`)
    .trim();
  return colours[name];
}

/** A canvas as sharp as the screen, cleared, with its size in the page's own pixels. */
export function sharp(canvas) {
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  return { pen, width, height };
}
