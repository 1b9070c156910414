// The address of a page that Solara draws: what it says on arrival, and how it follows what is shown.
const ADDRESS_WAIT = 250; // milliseconds of quiet before the address follows
const EMPTY = { render: (h) => h("span", { attrs: { hidden: true } }) };

/** Says what the address holds, on arrival and after a step back within the page. */
export const Arrived = {
  ...EMPTY,
  mounted() {
    const page = location.pathname;
    this.back = () => location.pathname === page && this.opened(location.search);
    window.addEventListener("popstate", this.back);
    this.opened(location.search);
  },
  beforeDestroy() {
    window.removeEventListener("popstate", this.back);
  },
};

/** Puts what is shown into the address, without an entry in the history for each step. */
export const Followed = {
  ...EMPTY,
  mounted() {
    this.page = location.pathname;
    this.follow();
  },
  beforeDestroy() {
    clearTimeout(this.timer);
  },
  methods: {
    follow() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        if (location.pathname !== this.page) return; // the visitor has gone on to another page
        history.replaceState(history.state, "", `${location.pathname}${this.query ? `?${this.query}` : ""}`);
      }, ADDRESS_WAIT);
    },
  },
  watch: {
    query() {
      this.follow();
    },
  },
};
