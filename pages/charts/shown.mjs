// What the plainer pages share: a component that keeps a store, hands over what arrives, and lets the address follow.
import { Store, unpack } from "./store.mjs";

const ADDRESS_WAIT = 250; // milliseconds of quiet before the address follows

/** A page of this name, built once by `build(store, root, act)`; the session answers `told`, `scene`, `run` and what `more` names. */
export function shownPage(name, build, more = []) {
  const topics = ["told", "scene", "run", ...more];
  return {
    render: (h) => h("div", { class: `explore ${name}` }),
    mounted() {
      this.store = new Store();
      this.store.declared = JSON.parse(this.$data.declared ?? this.declared);
      this.end = build(this.store, this.$el, (what) => this.act(what));
      document.fonts.load("12px Inter").then(() => window.dispatchEvent(new Event("surge:theme")));
      window.surge = { store: this.store }; // for tests and for the curious
      this.back = () => this.open();
      window.addEventListener("popstate", this.back);
      this.open();
    },
    beforeDestroy() {
      window.removeEventListener("popstate", this.back);
      clearTimeout(this.timer);
      this.end();
      delete window.surge;
    },
    methods: {
      open() {
        const said = new URLSearchParams(location.search);
        this.store.wanted = { month: Number.parseInt(said.get("month"), 10), system: said.get("show") };
        this.ready(location.search);
      },
      take(topic, value) {
        const { store } = this;
        if (topic === "told") {
          const told = JSON.parse(value);
          store.set("told", told);
          if (store.scene?.name === told.scenario && told.system) at(store, told);
        }
        if (topic === "scene") scene(store, JSON.parse(value));
        if (more.includes(topic)) store.set(topic, JSON.parse(value));
        if (topic === "run") {
          const run = unpack(value);
          if (run.serial >= (store.told?.serial ?? 0) && run.serial >= (store.run?.serial ?? 0)) {
            store.set("run", run);
            this.$el.dataset.shown = `${run.serial} ${run.stage}`;
          }
          requestAnimationFrame(() => this.drawn(run.serial));
        }
        clearTimeout(this.timer);
        this.timer = setTimeout(() => address(store), ADDRESS_WAIT);
      },
    },
    watch: Object.fromEntries(
      topics.map((topic) => [
        topic,
        function taken(value) {
          if (value && this.store) this.take(topic, value);
        },
      ]),
    ),
  };
}

/** The months, systems and events of a scenario; the same scenario told again moves nothing. */
function scene(store, told) {
  const { wanted } = store;
  if (store.told?.system) {
    store.set("scene", told);
    return at(store, store.told);
  }
  if (store.scene?.name === told.name && !Number.isFinite(wanted.month) && !wanted.system) return;
  store.scene = told;
  store.run = null;
  const war = told.events.find((event) => event.kind === "conflict");
  const month = Number.isFinite(wanted.month) ? wanted.month : war ? war.from + 6 : 0;
  store.month = Math.max(0, Math.min(told.months - 1, month));
  store.row = told.systems.findIndex((one) => one.id === wanted.system) + 1;
  store.wanted = {};
  for (const topic of ["scene", "month", "row"]) store.tell(topic);
}

/** The month and system that the session says are shown. */
function at(store, { month, system }) {
  store.set("month", month);
  store.set("row", store.scene.systems.findIndex((one) => one.id === system) + 1);
}

/** The address follows what is shown, without an entry in the history for each step. */
export function address(store) {
  if (!store.told || !store.scene) return;
  const said = new URLSearchParams(store.told.address);
  said.set("month", store.month);
  if (store.row > 0) said.set("show", store.scene.systems[store.row - 1].id);
  history.replaceState(history.state, "", `${location.pathname}?${said}`);
}
