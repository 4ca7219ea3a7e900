import { expect, test } from "vitest";
import { DEFAULTS, isComplete, toForm, toOptions, WAYS } from "./model";
import { BUILT_IN, nameOf } from "./presets";

test("only what differs from the defaults is sent", () => {
  expect(toOptions(DEFAULTS)).toEqual({ interval: 1 });
});

test.each(WAYS)("the form of %s sends one option for the times", (way) => {
  const options = toOptions({ ...DEFAULTS, way, timestamps: "1:30, 50%" });
  expect(WAYS.filter((each) => each in options)).toEqual([way]);
});

test("a PDF is only wanted of images that can be its pages", () => {
  expect(toOptions({ ...DEFAULTS, pdf: true, format: "png" }).pdf).toBe(true);
  expect(toOptions({ ...DEFAULTS, pdf: true, format: "avif" }).pdf).toBeUndefined();
});

test("listed times are separated by commas or spaces", () => {
  const options = toOptions({ ...DEFAULTS, way: "timestamps", timestamps: " 1:30.5,  50%\n7" });
  expect(options.timestamps).toEqual(["1:30.5", "50%", 7]);
});

test.each(Object.entries(BUILT_IN))("the options of %s give its form again", (name, form) => {
  const again = toForm(toOptions(form));
  expect(toOptions(again)).toEqual(toOptions(form));
  expect(nameOf(form, [])).toBe(name);
});

test("the options of an extraction, with all defaults, give its form", () => {
  const form = toForm({
    interval: 2,
    start: 0,
    end: 12.5,
    timestamps: [],
    keyframes: false,
    width: 640,
  });
  expect(toOptions(form)).toEqual({ interval: 2, end: 12.5, width: 640 });
});

test("an own preset has its name", () => {
  const form = { ...DEFAULTS, interval: 7 };
  expect(nameOf(form, [{ name: "Weekly", form }])).toBe("own:Weekly");
  expect(nameOf({ ...form, interval: 8 }, [{ name: "Weekly", form }])).toBeNull();
});

test("a number field that was cleared leaves the options incomplete", () => {
  const cleared = null as unknown as number;
  expect(isComplete(DEFAULTS)).toBe(true);
  expect(isComplete({ ...DEFAULTS, interval: cleared })).toBe(false);
  expect(isComplete({ ...DEFAULTS, quality: cleared })).toBe(false);
  expect(isComplete({ ...DEFAULTS, way: "keyframes", interval: cleared })).toBe(true);
});
