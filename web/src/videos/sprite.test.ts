import { expect, test, vi } from "vitest";

vi.mock("../api/client", () => ({})); // these tests ask the API nothing
const { tileAt, tilesOf } = await import("./sprite");

const VTT = `WEBVTT

00:00:00.000 --> 00:00:01.000
sprite.jpg#xywh=0,0,160,90

00:00:01.000 --> 00:00:02.000
sprite.jpg#xywh=160,0,160,90
`;

test("each cue is a tile", () => {
  expect(tilesOf(VTT)).toEqual([
    { x: 0, y: 0, width: 160, height: 90 },
    { x: 160, y: 0, width: 160, height: 90 },
  ]);
});

test.each([
  [-1, 0],
  [0, 0],
  [0.49, 0],
  [0.5, 160],
  [1, 160],
])("position %d shows the tile at %d", (position, x) => {
  expect(tileAt(tilesOf(VTT), position)?.x).toBe(x);
});

test("a file without cues has no tile", () => {
  expect(tileAt(tilesOf("WEBVTT"), 0.5)).toBeUndefined();
});
