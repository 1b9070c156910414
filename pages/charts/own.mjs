// Files of the visitor's own: handing one over, and showing it among the choices that are shipped.
import { make, say } from "./dom.mjs";

const MOST_BYTES = 64_000; // the session refuses more as well
const OWN = "";

/** The choices of a list with the visitor's own before them, if there is one; and the name of the one that is chosen. */
export function withOwn(choices, own, name) {
  if (!own) return [choices, name];
  return [[{ name: OWN, title: `Your file: ${own.title}`, question: own.question }, ...choices], OWN];
}

/** A labelled way to hand over a file; what is wrong with it is said beside it, in the words of the session. */
export function upload(store, what, words, act) {
  let asked = false;
  const input = make("input", { type: "file", accept: ".yaml,.yml", class: "unseen", "aria-label": words });
  const told = make("p", { class: "problem" });
  input.addEventListener("change", async () => {
    const file = input.files[0];
    if (!file) return;
    const size = file.size;
    const text = size > MOST_BYTES ? null : await textOf(file);
    input.value = ""; // so that the same file can be handed over again once it is mended
    asked = true;
    act({ kind: "upload", what, name: file.name, size, text });
  });
  store.on("told", () => {
    if (store.told.heard < store.sent) return;
    say(told, asked ? store.told.problem : "");
    asked = false;
  });
  return make("div", { class: "upload" }, make("label", {}, words, input), told);
}

/** The text of a file, or nothing where it is no UTF-8. */
async function textOf(file) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return null;
  }
}
