// What all charts have in common.

function axisStyle() {
  return {
    stroke: () => styleValue("--quiet"),
    grid: {stroke: () => styleValue("--grid"), width: 1},
    ticks: {stroke: () => styleValue("--grid"), width: 1},
    font: "12px system-ui, sans-serif",
  };
}

/** A chart is as wide as its place. */
function keepWidth(u, place) {
  new ResizeObserver(() => {
    const width = Math.floor(place.clientWidth);
    if (width > 0 && width !== u.width) u.setSize({width, height: u.height});
  }).observe(place);
}

/** Lines of text beside the pointer. */
function showTip(lines, x, y) {
  const tip = document.getElementById("tip");
  tip.replaceChildren(...lines.map((line, i) => element(i === 0 ? "strong" : "div", null, line)));
  tip.hidden = false;
  const left = Math.min(x + 14, window.innerWidth - tip.offsetWidth - 8);
  const top = y + 18 + tip.offsetHeight > window.innerHeight ? y - tip.offsetHeight - 12 : y + 18;
  tip.style.left = Math.max(4, left) + "px";
  tip.style.top = Math.max(4, top) + "px";
}

function hideTip() {
  document.getElementById("tip").hidden = true;
}
