/** Options under a name: those that come with the page, and the user's own, kept in this browser. */
import { storage } from "../storage";
import { DEFAULTS, type Form } from "./model";

/** The names of these are in the dictionaries. */
export const BUILT_IN: Record<string, Form> = {
  second: { ...DEFAULTS, contact_sheet: true, sprite: true },
  photogrammetry: {
    ...DEFAULTS,
    interval: 2,
    pick: "sharpest",
    skip_blurred: true,
    skip_duplicates: true,
    quality: 95,
  },
  slides: { ...DEFAULTS, way: "scenes", skip_black: true, skip_duplicates: true, pdf: true },
  scenes: { ...DEFAULTS, way: "scenes", pick: "sharpest", skip_black: true, contact_sheet: true },
  thumbnails: {
    ...DEFAULTS,
    way: "count",
    count: 12,
    width: 480,
    skip_black: true,
    format: "webp",
  },
};

export interface Own {
  name: string;
  form: Form;
}

const KEY = "stills.presets";
const LAST = "stills.options";
export const MOST = 30;

export function own(): Own[] {
  const found = storage.read<unknown>(KEY);
  return Array.isArray(found)
    ? found.filter(isOwn).map(({ name, form }) => ({ name, form: { ...DEFAULTS, ...form } }))
    : [];
}

/** Keeps a preset; one of the same name is replaced. */
export function keep(preset: Own): Own[] {
  const all = [...own().filter(({ name }) => name !== preset.name), preset].slice(-MOST);
  storage.write(KEY, all);
  return all;
}

export function forget(name: string): Own[] {
  const rest = own().filter((preset) => preset.name !== name);
  storage.write(KEY, rest);
  return rest;
}

/** The options that were used last, which are proposed for the next video. */
export function last(): Form {
  const found = storage.read<unknown>(LAST);
  return { ...(BUILT_IN.second as Form), ...(typeof found === "object" ? found : {}) };
}

export function remember(form: Form): void {
  storage.write(LAST, form);
}

/** The built-in or own preset that a form equals. */
export function nameOf(form: Form, presets: Own[]): string | null {
  const text = JSON.stringify(ordered(form));
  const all = [
    ...Object.entries(BUILT_IN),
    ...presets.map(({ name, form }) => [`own:${name}`, form] as const),
  ];
  return all.find(([, each]) => JSON.stringify(ordered(each)) === text)?.[0] ?? null;
}

function ordered(form: Form): unknown[] {
  return Object.keys(DEFAULTS).map((name) => form[name as keyof Form]);
}

function isOwn(value: unknown): value is Own {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as Own).name === "string" &&
    typeof (value as Own).form === "object"
  );
}
