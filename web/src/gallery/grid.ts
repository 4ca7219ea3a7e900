/** Which cells of a grid are in sight: the others are not in the page, so ten thousand cost no more
 * than thirty. Lengths are in CSS pixels. */

export interface Grid {
  columns: number;
  cell: { width: number; height: number };
  height: number;
}

export interface Cell {
  index: number;
  x: number;
  y: number;
}

const GAP = 10;

/** A grid of `count` cells of one shape (`aspect` is width / height) that fills `width`. */
export function layout(count: number, width: number, aspect: number, wanted: number): Grid {
  const columns = Math.max(1, Math.round((width + GAP) / (wanted + GAP)));
  const cell = (width - GAP * (columns - 1)) / columns;
  const height = Math.round(cell / Math.min(3, Math.max(0.4, aspect)));
  const rows = Math.ceil(count / columns);
  return {
    columns,
    cell: { width: cell, height },
    height: Math.max(0, rows * (height + GAP) - GAP),
  };
}

/** The cells between `top` and `bottom` and `spare` rows around them. */
export function inSight(grid: Grid, count: number, top: number, bottom: number, spare = 2): Cell[] {
  const step = grid.cell.height + GAP;
  const first = Math.max(0, Math.floor(top / step) - spare) * grid.columns;
  const last = Math.min(
    count,
    (Math.max(-1, Math.floor(bottom / step)) + 1 + spare) * grid.columns,
  );
  const cells: Cell[] = [];
  for (let index = first; index < last; index++) {
    const row = Math.floor(index / grid.columns);
    const x = (index % grid.columns) * (grid.cell.width + GAP);
    cells.push({ index, x, y: row * step });
  }
  return cells;
}

/** Where an arrow key leads from a cell. */
export function neighbour(key: string, index: number, columns: number, count: number): number {
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    Home: -index,
    End: count - 1 - index,
    PageUp: -columns * 4,
    PageDown: columns * 4,
  };
  const to = index + (steps[key] ?? 0);
  if (key.startsWith("Page")) return Math.min(count - 1, Math.max(0, to));
  return to < 0 || to >= count ? index : to;
}

/** Where to scroll so that the cell is in sight between `top` and `bottom`; null if it is. */
export function scrollTo(grid: Grid, index: number, top: number, bottom: number): number | null {
  const y = Math.floor(index / grid.columns) * (grid.cell.height + GAP);
  if (y < top) return y;
  if (y + grid.cell.height > bottom) return y + grid.cell.height - (bottom - top);
  return null;
}
