import { expect, test } from "vitest";
import { inSight, layout, neighbour, scrollTo } from "./grid";

const COUNT = 10_000;
const grid = layout(COUNT, 1000, 16 / 9, 200);

test("cells fill the width", () => {
  expect(grid.columns).toBe(5);
  expect(grid.columns * grid.cell.width + 4 * 10).toBeCloseTo(1000);
});

test("a phone has at least one column, however narrow", () => {
  expect(layout(3, 90, 1, 200).columns).toBe(1);
});

test("of ten thousand images, only those in sight are in the page", () => {
  const cells = inSight(grid, COUNT, 50_000, 50_800);
  expect(cells.length).toBeLessThan(70);
  expect(cells[0]!.y).toBeLessThanOrEqual(50_000);
  expect(cells.at(-1)!.y + grid.cell.height).toBeGreaterThanOrEqual(50_800);
});

test("each image is in sight at some position, once", () => {
  const step = grid.cell.height + 10;
  const seen = new Set<number>();
  for (let top = 0; top < grid.height; top += step) {
    const cells = inSight(grid, COUNT, top, top + 1, 0);
    cells.forEach((cell) => seen.add(cell.index));
    expect(new Set(cells.map((cell) => `${cell.x} ${cell.y}`)).size).toBe(cells.length);
  }
  expect(seen.size).toBe(COUNT);
});

test("nothing is in sight of an empty grid", () => {
  expect(inSight(layout(0, 1000, 1, 200), 0, 0, 500)).toEqual([]);
});

test.each([
  ["ArrowRight", 4, 5],
  ["ArrowLeft", 0, 0],
  ["ArrowDown", 2, 7],
  ["ArrowDown", 10, 10],
  ["ArrowUp", 2, 2],
  ["Home", 7, 0],
  ["End", 2, 11],
  ["PageDown", 2, 11],
  ["a", 3, 3],
])("%s leads from %d to %d", (key, from, to) => {
  expect(neighbour(key, from, 5, 12)).toBe(to);
});

test("a cell that is out of sight is scrolled to, and no further", () => {
  expect(scrollTo(grid, 0, 300, 900)).toBe(0);
  expect(scrollTo(grid, 5, 0, 900)).toBeNull();
  const top = scrollTo(grid, 5000, 0, 900)!;
  expect(scrollTo(grid, 5000, top, top + 900)).toBeNull();
});
