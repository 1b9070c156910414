// Light or dark: what was chosen last, else what the system prefers; every chart is told when it changes.
import { menu } from "./menu.mjs";

const KEPT = ":solara:theme.variant"; // where Solara itself looks before anything is drawn

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEPT));
  } catch {
    return null;
  }
}

export const Theme = {
  data: () => ({ dark: false }),
  created() {
    // Solara's template keeps readers from zooming in.
    document.querySelector("meta[name=viewport]")?.setAttribute("content", "width=device-width, initial-scale=1");
    this.system = window.matchMedia("(prefers-color-scheme: dark)");
    this.follow = () => {
      const kept = remembered();
      this.apply(kept ? kept === "dark" : this.system.matches);
    };
    this.system.addEventListener("change", this.follow);
    this.follow();
    this.endMenu = menu();
  },
  beforeDestroy() {
    this.endMenu();
    this.system.removeEventListener("change", this.follow);
  },
  methods: {
    apply(dark) {
      this.dark = dark;
      if (this.$vuetify?.theme) this.$vuetify.theme.dark = dark;
      document.documentElement.dataset.theme = dark ? "dark" : "light";
      document.documentElement.lang ||= "en";
      window.dispatchEvent(new Event("surge:theme"));
    },
    turn() {
      this.apply(!this.dark);
      localStorage.setItem(KEPT, JSON.stringify(this.dark ? "dark" : "light"));
    },
  },
  render(h) {
    const words = this.dark ? "Light" : "Dark";
    return h(
      "button",
      { class: "quiet theme", attrs: { type: "button", title: `Turn to ${words.toLowerCase()}` }, on: { click: this.turn } },
      [words],
    );
  },
};
