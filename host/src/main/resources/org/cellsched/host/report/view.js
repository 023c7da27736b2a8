// The time that all charts show, and the links that move it.

const SHORTEST_VIEW_NS = 1000;

class View {
  constructor(lengthNs) {
    this.lengthNs = lengthNs;
    this.fromNs = 0;
    this.toNs = lengthNs;
    this.marked = null;
    this.listeners = [];
  }

  get widthNs() {
    return this.toNs - this.fromNs;
  }

  get isWhole() {
    return this.widthNs >= this.lengthNs;
  }

  onChange(listener) {
    this.listeners.push(listener);
  }

  /** Shows this time, as far as it lies within the run. */
  show(fromNs, toNs) {
    const widthNs = Math.min(this.lengthNs, Math.max(SHORTEST_VIEW_NS, toNs - fromNs));
    const first = Math.min(Math.max(0, fromNs), this.lengthNs - widthNs);
    if (first === this.fromNs && first + widthNs === this.toNs) return;
    this.fromNs = first;
    this.toNs = first + widthNs;
    this.changed();
  }

  changed() {
    for (const listener of this.listeners) listener(this);
  }

  whole() {
    this.show(0, this.lengthNs);
  }

  /** Zooms by this factor around a moment. */
  zoom(factor, aroundNs) {
    const widthNs = Math.min(this.lengthNs, Math.max(SHORTEST_VIEW_NS, this.widthNs * factor));
    const share = (aroundNs - this.fromNs) / this.widthNs;
    this.show(aroundNs - share * widthNs, aroundNs + (1 - share) * widthNs);
  }

  pan(share) {
    this.show(this.fromNs + share * this.widthNs, this.toNs + share * this.widthNs);
  }

  /** Shows a span with its surroundings, and marks it. */
  point(fromNs, toNs) {
    const aroundNs = Math.max((toNs - fromNs) * 0.75, Math.min(10e6, this.lengthNs / 20));
    this.marked = [fromNs, toNs];
    this.fromNs = -1; // so that the mark is drawn even where the view stays
    this.show(fromNs - aroundNs, toNs + aroundNs);
  }

  /** What a key does to the view; answers whether it does anything. */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const middleNs = (this.fromNs + this.toNs) / 2;
    switch (event.key) {
      case "ArrowLeft": this.pan(-0.2); return true;
      case "ArrowRight": this.pan(0.2); return true;
      case "PageUp": this.pan(-0.9); return true;
      case "PageDown": this.pan(0.9); return true;
      case "+": case "=": this.zoom(0.5, middleNs); return true;
      case "-": this.zoom(2, middleNs); return true;
      case "0": case "Home": this.whole(); return true;
      default: return false;
    }
  }
}

/** A link that moves the timeline to this span. */
function timeLink(span, text, label) {
  return element("a", {class: "when", href: `#t=${span.fromNs}-${span.toNs}`, "aria-label": label}, text);
}

/** Follows the links: now, and whenever one is taken, even the same one again. */
function followLinks(currentView) {
  const follow = () => {
    const times = location.hash.match(/^#t=(\d+)-(\d+)$/);
    if (!times) return;
    currentView().point(Number(times[1]), Number(times[2]));
    document.getElementById("timeline").scrollIntoView({block: "start"});
  };
  window.addEventListener("hashchange", follow);
  document.addEventListener("click", event => {
    const link = event.target.closest("a.when");
    if (link && link.getAttribute("href") === location.hash) follow();
  });
  follow();
}
