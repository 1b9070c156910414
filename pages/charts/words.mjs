// One sentence of plain text that says what holds surge back in the shown month, from the numbers of the run store.
import { dated, known, money, none, percent, ratio, units } from "./numbers.mjs";

const HELD = {
  orders: "waits for orders",
  capacity: "is full",
  labour: "lacks trained crews",
  input: "lacks a part or material",
  stoppage: "is stopped or disrupted",
};

const MOST = 0.5;

/** Peace, war or what follows, and how far into it: of the first conflict that fits. */
export function state(scene, month) {
  const wars = scene.events.filter((event) => event.kind === "conflict");
  const war = wars.find((one) => one.from <= month && month < one.to);
  if (war) return `month ${month - war.from + 1} of war`;
  return wars.some((one) => one.to <= month) ? "after the war" : "at peace";
}

/** Shares of plant by what binds it, the largest first; what only waits for orders stands last. */
export function binding(store, row, month) {
  const found = store.scene.limits.map((limit, place) => ({ ...limit, share: store.value("limits", row, place, month) ?? 0 }));
  return found.sort((a, b) => (a.id === "orders") - (b.id === "orders") || b.share - a.share);
}

/** What binds most: orders where they bind half of the plant, else the largest of the other limits. */
export function worstOf(store, row, month) {
  const found = binding(store, row, month);
  const orders = found[found.length - 1];
  return orders.share >= MOST || found[0].share <= 0 ? orders : found[0];
}

export function sentence(store) {
  const { scene, row, looked: month } = store;
  const level = store.value("surge", row, month);
  const peace = row === 0 ? "its peacetime value a month" : "the peacetime rate";
  const who = row === 0 ? "the alliance receives" : `${scene.systems[row - 1].name}: deliveries are`;
  const before = store.baselineLine(row)?.[month];
  const beside = store.same || !known(before) ? "" : ` (baseline ${ratio(before)})`;
  const first = known(level) ? `${who} ${ratio(level)} ${peace}${beside}.` : `${who} ${none}: nothing of it is ordered in peace.`;
  return `${dated(scene, month)}, ${state(scene, month)}: ${first} ${holds(store, row, month)} ${lacking(store, row, month)}`.trim();
}

/** What binds most of the plant, and the part behind it where that is a part. */
function holds(store, row, month) {
  const { scene } = store;
  const [worst] = binding(store, row, month);
  const plant = row === 0 ? "of the plant for systems, by value," : "of its plant";
  const idle = store.value("limits", row, 0, month) ?? 0;
  const others = worst && worst.share >= 0.005;
  if (!others && idle <= 0) return "No line makes it.";
  if (idle >= 0.995) return "Nothing but its orders bounds it: all of its plant waits for more.";
  const money_first = idle >= MOST;
  let told = money_first
    ? `Orders, more than plant, hold it back: ${percent(idle)} ${plant} waits for orders`
    : `What holds it back most: ${percent(worst.share)} ${plant} ${HELD[worst.id]}`;
  if (money_first && others) told += `, ${percent(worst.share)} ${HELD[worst.id]}`;
  const part = store.value("part", row, month);
  if (part !== null && part >= 0) {
    const amount = store.value("forgone", row, month);
    const name = scene.products[part].name;
    if (row === 0) {
      const held = scene.products[store.value("held_back", month)]?.name;
      told += `. Of all parts, most output is lost for want of ${name}${held ? `, needed for ${held}` : ""} (${money(amount)} this month)`;
    } else told += `. For want of ${name}, ${units(amount)} fewer are made this month`;
  }
  return `${told}.`;
}

/** What magazines lack, and the heaviest reason. */
function lacking(store, row, month) {
  const { scene } = store;
  const lacks = scene.reasons.map((reason, place) => ({ ...reason, lack: store.value("lack", row, place, month) ?? 0 }));
  const total = lacks.reduce((sum, one) => sum + one.lack, 0);
  if (!(total >= (row === 0 ? 1e5 : 0.5))) return "Magazines lack nothing against their targets.";
  const worst = lacks.reduce((a, b) => (b.lack > a.lack ? b : a));
  const amount = row === 0 ? `${money(total)} worth` : `${units(total)} units`;
  return `Magazines lack ${amount} against their targets, ${percent(worst.lack / total)} of it ${worst.words}.`;
}
