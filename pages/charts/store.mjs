// The run store: the whole run lives in the browser, so that looking at another month or system asks nobody.

/** The arrays of a block: a head that says what stands where, and little-endian float32. */
export function unpack(block) {
  const head = JSON.parse(block.head);
  const raw = block.data;
  const bytes = raw.buffer ? raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength) : raw;
  const values = new Float32Array(bytes);
  const arrays = {};
  for (const [name, { shape, start }] of Object.entries(head.arrays)) {
    const size = shape.reduce((product, length) => product * length, 1);
    arrays[name] = new Grid(values.subarray(start, start + size), shape);
  }
  return { ...head, arrays };
}

/** Numbers with axes; the last one is the month (or the headline). */
export class Grid {
  constructor(values, shape) {
    this.values = values;
    this.shape = shape;
  }

  /** The numbers along the last axis at these places of the others. */
  line(...places) {
    const last = this.shape[this.shape.length - 1];
    const row = places.reduce((place, one, axis) => place * this.shape[axis] + one, 0);
    return this.values.subarray(row * last, (row + 1) * last);
  }

  at(...places) {
    return this.line(...places.slice(0, -1))[places[places.length - 1]];
  }
}

/** What is shown, and who wants to hear of it when it changes. */
export class Store {
  constructor() {
    this.declared = this.told = this.scene = this.run = this.baseline = this.trade = null;
    this.month = 0;
    this.row = 0; // 0 is the alliance, others are systems
    this.hover = null;
    this.sent = 0; // acts sent; what the session tells says which of them it has heard
    this.playing = false;
    this.asked = false; // whether scales reach what war asks
    this.listeners = new Map();
  }

  on(topics, listener) {
    for (const topic of topics.split(" ")) {
      if (!this.listeners.has(topic)) this.listeners.set(topic, new Set());
      this.listeners.get(topic).add(listener);
    }
  }

  set(topic, value) {
    if (this[topic] === value) return;
    this[topic] = value;
    this.tell(topic);
  }

  tell(topic) {
    for (const listener of this.listeners.get(topic) ?? []) listener(this);
  }

  /** The month looked at: under the pointer, else the one shown. */
  get looked() {
    return this.hover ?? this.month;
  }

  array(name) {
    return this.run?.arrays[name] ?? null;
  }

  line(name, ...places) {
    return this.array(name)?.line(...places) ?? null;
  }

  value(name, ...places) {
    const found = this.array(name)?.at(...places);
    return found === undefined || Number.isNaN(found) ? null : found;
  }

  baselineLine(row, name = "surge") {
    return this.baseline?.arrays[name]?.line(row) ?? null;
  }

  rowName(row = this.row) {
    return row === 0 ? "Alliance, by value" : this.scene.systems[row - 1].name;
  }

  /** Whether the choice is the baseline itself. */
  get same() {
    return (this.told?.chips.length ?? 0) === 0;
  }
}
