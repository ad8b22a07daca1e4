/** Small pure helpers of the picture: points, words broken into the lines of a box, lanes. */

export type Point = [number, number];
/** `text` in at most `rows` lines of about `columns` letters; what does not fit ends in "…". Words of scripts without spaces are cut. */
export function wrap(text: string, columns: number, rows: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    let rest = word;
    while (rest) {
      const room = columns - (line ? line.length + 1 : 0);
      if (rest.length <= room) {
        line = line ? line + ' ' + rest : rest;
        rest = '';
      } else if (!line) {
        lines.push(rest.slice(0, columns));
        rest = rest.slice(columns);
      } else {
        lines.push(line);
        line = '';
      }
    }
  }
  if (line) lines.push(line);
  if (lines.length <= rows) return lines;
  const kept = lines.slice(0, rows);
  kept[rows - 1] = kept[rows - 1]!.slice(0, columns - 1).trimEnd() + '…';
  return kept;
}

/** Lanes for ways in order: those between the same two scenes lie beside each other. */
export function lanes(edges: ReadonlyArray<{ from: string; to: string }>): number[] {
  const count = new Map<string, number>();
  const name = (edge: { from: string; to: string }): string => edge.from + '\n' + edge.to;
  for (const edge of edges) count.set(name(edge), (count.get(name(edge)) || 0) + 1);
  const next = new Map<string, number>();
  return edges.map((edge) => {
    const i = next.get(name(edge)) || 0;
    next.set(name(edge), i + 1);
    return i - (count.get(name(edge))! - 1) / 2;
  });
}
