// The numbers behind each figure as rows, for tables and files.
import { dated, known } from "./numbers.mjs";
import { MARKS } from "./ribbon.mjs";

export function curves(store) {
  const columns = ["surge", "low", "high", "asked", "gap", "gap_low", "gap_high"];
  const rows = Array.from({ length: store.scene.months }, (_, month) => [
    dated(store.scene, month, false),
    ...columns.map((one) => store.value(one, store.row, month) ?? NaN),
    store.baselineLine(store.row)?.[month] ?? NaN,
  ]);
  return { head: ["month", "this run", "5 %", "95 %", "asked", "difference", "from", "to", "baseline"], rows };
}

export function limits(store) {
  const rows = Array.from({ length: store.scene.months }, (_, month) => [
    dated(store.scene, month, false),
    ...store.scene.limits.map((_, place) => store.value("limits", store.row, place, month) ?? NaN),
  ]);
  return { head: ["month", ...store.scene.limits.map((limit) => `${MARKS[limit.id]} ${limit.words}`)], rows };
}

export function pairRows(store) {
  if (!store.trade) return { head: ["from and to"], rows: [] };
  const { pairs, flow, queue, barred, lines } = store.trade.arrays;
  const name = (row) => store.scene.nations[row].name;
  const rows = Array.from({ length: pairs.shape[0] }, (_, pair) => [
    `${name(pairs.at(pair, 0))} to ${name(pairs.at(pair, 1))}`,
    flow.at(pair, store.month),
    queue.at(pair, store.month),
    barred.at(pair, store.month),
    lines.values[pair],
  ]);
  return {
    head: ["from and to", "sent, USD a month", "waits for a licence, USD", "lines barred by rules", "lines"],
    rows: rows.sort((a, b) => b[1] - a[1]),
  };
}

export function stockRows(store) {
  const rows = store.scene.systems.map((system, place) => [
    system.name,
    ...["stock", "target", "days"].map((one) => store.value(one, place, store.month) ?? NaN),
  ]);
  return { head: ["system", "held, units", "target, units", "days of supply"], rows: rows.filter((row) => known(row[2])) };
}
