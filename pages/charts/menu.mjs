// The menu takes along what was chosen: a page opens as it was left, unless another scenario or other rules have been chosen since.
const KEPT = "surge:pages"; // for this tab alone, and gone with it
const SCENARIO = ["scenario", "own.scenario"];
const CHOICE = [...SCENARIO, "mix", "own.mix", "set", "param", "drop"];
const SHARED = { "": CHOICE, why: CHOICE, live: ["scenario", "mix"], compare: SCENARIO }; // by page, what it has in common with others

const pageOf = (path) => path.replace(/\/+$/, "").split("/").pop();

/** The parts of a query with these names, in the order of the names. */
function part(query, names) {
  const said = new URLSearchParams(query);
  return new URLSearchParams(names.flatMap((name) => said.getAll(name).map((value) => [name, value]))).toString();
}

function kept() {
  try {
    return { choice: "", pages: {}, ...JSON.parse(sessionStorage.getItem(KEPT)) };
  } catch {
    return { choice: "", pages: {} };
  }
}

/** Keeps how a page is left; what it shares with others is the choice from now on, where it differs. */
function leave(path, query) {
  const { choice, pages } = kept();
  const page = pageOf(path);
  const names = SHARED[page];
  const chosen = names && part(query, names) !== part(choice, names) ? part(query, names) : choice;
  const now = { choice: chosen, pages: { ...pages, [page]: query } };
  sessionStorage.setItem(KEPT, JSON.stringify(now));
}

/** The query with which a page opens: how it was left, or else what it shares with the choice made since. */
function query(path) {
  const { choice, pages } = kept();
  const page = pageOf(path);
  const had = pages[page] ?? "";
  const names = SHARED[page];
  return !names || part(had, names) === part(choice, names) ? had.replace(/^\?/, "") : part(choice, names);
}

/** Listens to the menu; what it answers ends that. Pages with nothing to take along are left to Solara, which need not load anew. */
export function menu() {
  const go = (event) => {
    const link = event.target.closest?.(".bar .pages a");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    leave(location.pathname, location.search);
    const said = query(link.pathname);
    if (!said || link.pathname === location.pathname) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    location.assign(`${link.pathname}?${said}`);
  };
  const away = () => leave(location.pathname, location.search); // by a link within the page, too
  document.addEventListener("click", go, true);
  window.addEventListener("pagehide", away);
  return () => {
    document.removeEventListener("click", go, true);
    window.removeEventListener("pagehide", away);
  };
}
