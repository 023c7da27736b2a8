// Amounts as people read them, and elements made of them.

/** A duration with three significant digits, such as "4.25 ms". */
function duration(ns) {
  if (ns === 0) return "0 s";
  const units = [[1e9, "s"], [1e6, "ms"], [1e3, "us"], [1, "ns"]];
  const [size, unit] = units.find(([size]) => Math.abs(ns) >= size) || units[3];
  const value = ns / size;
  const digits = unit === "ns" ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.max(1, Math.abs(value)))));
  return value.toFixed(digits) + " " + unit;
}

/** A moment, as exact as a view of this width needs it: "12.3456 s". */
function moment(ns, widthNs) {
  const digits = Math.min(9, Math.max(2, Math.ceil(-Math.log10(widthNs / 1e9)) + 3));
  return (ns / 1e9).toFixed(digits) + " s";
}

function plain(value, digits) {
  return value === null || value === undefined ? "–" : value.toFixed(digits);
}

function count(value) {
  return value < 10000 ? String(value) : value < 1e6 ? (value / 1e3).toFixed(1) + "k" : (value / 1e6).toFixed(2) + "M";
}

function percent(part, of) {
  return of === 0 ? "0 %" : (100 * part / of).toFixed(part / of < 0.1 ? 1 : 0) + " %";
}

/** CPU numbers as a list, such as "0-3,8". */
function cpuList(cpus) {
  const ranges = [];
  for (const cpu of cpus) {
    const last = ranges[ranges.length - 1];
    if (last && last[1] === cpu - 1) last[1] = cpu;
    else ranges.push([cpu, cpu]);
  }
  return ranges.map(([from, to]) => from === to ? from : from + "-" + to).join(",") || "none";
}

/** The numbers in a list such as "0-3,8". */
function cpusOfList(text) {
  const cpus = new Set();
  for (const range of text.split(",")) {
    const [from, to = from] = range.split("-").map(Number);
    for (let cpu = from; cpu <= to; cpu++) cpus.add(cpu);
  }
  return cpus;
}

/** A text whose amounts stay with their units where lines are broken. */
function unbroken(text) {
  return text.replace(/(\d) (?=(%|s|ms|us|ns)(?![a-z]))/g, "$1\u00a0");
}

/** An element with attributes and children; texts become text nodes, null is left out. */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "style") made.style.cssText = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined));
  return made;
}
