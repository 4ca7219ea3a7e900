import { expect, test } from "vitest";
import { isHidden, maybeVideo } from "./kinds";
import { isLarge, partSize } from "./parts";
import { Speedometer } from "./speed";

test.each([
  ["a.mp4", "video/mp4"],
  ["A.MTS", ""],
  ["clip.mkv", "video/x-matroska"],
  ["funny.gif", "image/gif"],
  ["raw.h264", ""],
  ["no-suffix", ""],
])("%s (%s) may be a video", (name, type) => {
  expect(maybeVideo(name, type)).toBe(true);
});

test.each([
  ["a.txt", "text/plain"],
  ["photo.jpg", "image/jpeg"],
  ["song.mp3", "audio/mpeg"],
  ["a.mp4.exe", ""],
])("%s (%s) is no video", (name, type) => {
  expect(maybeVideo(name, type)).toBe(false);
});

test("what systems put into folders is hidden", () => {
  expect([".DS_Store", "Thumbs.db", "film.mp4"].map(isHidden)).toEqual([true, true, false]);
});

test("no file has more than 10,000 parts", () => {
  for (const size of [65 * 2 ** 20, 10 * 2 ** 30, 500 * 2 ** 30]) {
    expect(isLarge(size)).toBe(true);
    expect(Math.ceil(size / partSize(size))).toBeLessThanOrEqual(10_000);
  }
});

test("the speed is that of the last seconds", () => {
  const meter = new Speedometer();
  expect(meter.rate).toBe(0);
  for (let second = 0; second <= 10; second++) meter.note(second * 1000, second * 1000);
  expect(meter.rate).toBeCloseTo(1000);
  for (let second = 11; second <= 30; second++)
    meter.note(10_000 + (second - 10) * 5000, second * 1000);
  expect(meter.rate).toBeCloseTo(5000);
  meter.note(0, 31_000); // it began again
  expect(meter.rate).toBe(0);
});
