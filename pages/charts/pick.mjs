// A labelled choice of one of several: the browser's own, which every reader and keyboard knows.
export const Pick = {
  render(h) {
    const options = (this.options ?? []).map(([value, words]) =>
      h("option", { key: value, domProps: { value, selected: value === this.value } }, words),
    );
    const chosen = (event) => {
      const wanted = event.target.value;
      event.target.value = this.value; // what is shown is what the server says
      this.chosen(wanted);
    };
    return h("label", { class: "pick-one" }, [h("span", this.label), h("select", { on: { change: chosen } }, options)]);
  },
};

/** A labelled number; what is typed is sent when it is done. */
export const Entry = {
  render(h) {
    const changed = (event) => {
      const wanted = event.target.value;
      event.target.value = this.value; // what is shown is what the server says
      this.chosen(wanted);
    };
    const attrs = { type: "number", min: this.low, max: this.high, step: "any" };
    const entry = h("input", { attrs, domProps: { value: this.value }, on: { change: changed } });
    return h("label", { class: "pick-one short-one" }, [h("span", this.label), entry]);
  },
};
