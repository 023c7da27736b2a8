// One colour for each cell, told apart with any colour vision: the palette of Okabe and Ito ("Color
// Universal Design", 2008) without its yellow, which is not seen on white. Further cells take the
// same hues darker and lighter; dashes of lines tell them apart too.

const HUES = [
  [0, 114, 178], [230, 159, 0], [0, 158, 115], [204, 121, 167], [86, 180, 233], [213, 94, 0],
];
const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3]];
const dark = window.matchMedia("(prefers-color-scheme: dark)");

function mixed(a, b, share) {
  return a.map((part, i) => Math.round(part * (1 - share) + b[i] * share));
}

/** Red, green and blue of what runs: a cell, or one of the other occupants after the cells. */
function occupantRgb(occupant, cellCount) {
  if (occupant >= cellCount) {
    const shades = dark.matches ? [[205, 205, 205], [70, 70, 70]] : [[60, 60, 60], [190, 190, 190]];
    return shades[occupant - cellCount];
  }
  if (occupant === 0) return dark.matches ? [150, 150, 150] : [120, 120, 120];
  const hue = HUES[(occupant - 1) % HUES.length];
  const round = Math.floor((occupant - 1) / HUES.length) % 3;
  const shaded = round === 0 ? hue : mixed(hue, round === 1 ? [0, 0, 0] : [255, 255, 255], 0.38);
  return dark.matches ? mixed(shaded, [255, 255, 255], 0.12) : shaded;
}

function css(rgb) {
  return `rgb(${rgb.join(",")})`;
}

function cellColour(cell) {
  return css(occupantRgb(cell, Infinity));
}

/** The dash of a cell's lines: another one for each round of the palette. */
function cellDash(cell) {
  return DASHES[Math.floor(Math.max(0, cell - 1) / HUES.length) % DASHES.length];
}

function background() {
  return dark.matches ? [22, 25, 29] : [255, 255, 255];
}

/** Black or white, whichever is read on this. */
function inkOn([red, green, blue]) {
  return red * 0.299 + green * 0.587 + blue * 0.114 > 140 ? "#000" : "#fff";
}

function styleValue(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
