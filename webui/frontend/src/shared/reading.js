// Reads a file as its first bytes say: programs on Windows also write UTF-16 and Windows-1252.
const MARKS = [["utf-8", [0xef, 0xbb, 0xbf]], ["utf-16le", [0xff, 0xfe]], ["utf-16be", [0xfe, 0xff]]];

/** The text of the file at an address; an encoding that the browser does not know is read as UTF-8. */
export async function readFile(address) {
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
  return decoder(bytes).decode(bytes);
}

function decoder(bytes) {
  const marked = MARKS.find(([, mark]) => mark.every((byte, place) => bytes[place] === byte));
  if (marked) return new TextDecoder(marked[0]);
  const head = new TextDecoder("latin1").decode(bytes.slice(0, 200)), declared = /^<\?xml[^>]*encoding=["']([\w.:-]+)["']/.exec(head);
  try {
    return new TextDecoder(declared?.[1] || "utf-8");
  } catch {
    return new TextDecoder("utf-8");
  }
}
