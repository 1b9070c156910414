// A piece of the page written by the server: elements marked `data-press` can be pressed, the keyboard's place in it is kept, and one
// marked `data-arrive` has it when the piece first appears.
export const Pressed = {
  render(h) {
    const pressed = (event) => {
      const mark = event.target.closest("[data-press]");
      if (mark) this.pressed(mark.dataset.press);
    };
    return h("div", { domProps: { innerHTML: this.html }, on: { click: pressed } });
  },
  mounted() {
    this.$el.querySelector("[data-arrive]")?.focus();
  },
  beforeUpdate() {
    const here = document.activeElement;
    this.held = this.$el.contains(here) ? here.dataset.press : undefined;
  },
  updated() {
    if (this.held && !this.$el.contains(document.activeElement)) this.$el.querySelector(`[data-press="${CSS.escape(this.held)}"]`)?.focus();
  },
};
