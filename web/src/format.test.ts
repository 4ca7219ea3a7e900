import { expect, test } from "vitest";
import { ago, bytes, clock, duration } from "./format";

test.each([
  [0, "0 bytes"],
  [999, "999 bytes"],
  [1000, "1 kB"],
  [1_550_000, "1.6 MB"],
  [123_456_789, "123 MB"],
  [10 * 2 ** 30, "10.7 GB"],
])("%d bytes are %s", (size, text) => {
  expect(bytes(size, "en")).toBe(text);
});

test("Portuguese has a comma", () => {
  expect(bytes(1_550_000, "pt-BR")).toBe("1,6 MB");
});

test.each([
  [0, 0, "0:00"],
  [59.96, 1, "1:00.0"],
  [7.25, 2, "0:07.25"],
  [3723, 0, "1:02:03"],
  [3599.6, 0, "1:00:00"],
])("%d s with %d decimals are %s", (seconds, decimals, text) => {
  expect(clock(seconds, decimals)).toBe(text);
});

test.each([
  [8.4, "8.4 sec"],
  [42, "42 sec"],
  [180, "3 min"],
  [7200, "2 hr"],
])("%d s take %s", (seconds, text) => {
  expect(duration(seconds, "en")).toBe(text);
});

test.each([
  [5, "5 seconds ago"],
  [120, "2 minutes ago"],
  [7300, "2 hours ago"],
  [90_000, "yesterday"],
])("%d s before now are %s", (seconds, text) => {
  expect(
    ago(new Date(1_000_000_000_000 - seconds * 1000).toISOString(), 1_000_000_000_000, "en"),
  ).toBe(text);
});
