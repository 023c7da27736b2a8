// The report's numbers: see Columns.java for how they are written.

/** The bytes of a compressed text. */
async function inflated(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** All columns, by number. */
function decodedColumns(bytes) {
  const columns = [];
  let at = 0;
  const next = () => {
    let value = 0;
    let scale = 1;
    let byte;
    do {
      byte = bytes[at++];
      value += (byte & 127) * scale;
      scale *= 128;
    } while (byte & 128);
    return value;
  };
  while (at < bytes.length) {
    const column = new Float64Array(next());
    for (let i = 0; i < column.length; i++) {
      const value = next();
      column[i] = value % 2 === 1 ? -(value + 1) / 2 : value / 2;
    }
    columns.push(column);
  }
  return columns;
}

/** Smallest amount with this code: see Magnitude.java. */
function amountOfMagnitude(code) {
  if (code < 16) return code;
  const shift = (code >> 3) - 1;
  return (code - (shift << 3)) * 2 ** shift;
}

/** The first index from `low` on, before `high`, of which the test holds; it holds of all later ones. */
function firstIndex(low, high, test) {
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
