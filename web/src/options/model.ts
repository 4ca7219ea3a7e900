/** What the form of options edits, and what is sent: only what differs from the defaults. */
import type { Options } from "../api/client";

/** How the times of the images are chosen; each is one option of the API. */
export const WAYS = [
  "interval",
  "fps",
  "count",
  "best",
  "scenes",
  "keyframes",
  "chapters",
  "timestamps",
  "every_nth",
] as const;
export type Way = (typeof WAYS)[number];

export interface Form {
  way: Way;
  interval: number;
  fps: number;
  count: number;
  best: number;
  every_nth: number;
  timestamps: string;
  min_gap: number;
  per_scene: number;
  start: string;
  end: string;
  pick: "exact" | "sharpest";
  skip_black: boolean;
  skip_blurred: boolean;
  skip_duplicates: boolean;
  format: "jpg" | "png" | "webp" | "avif" | "tiff";
  quality: number;
  width: number | null;
  height: number | null;
  fit: "contain" | "cover" | "stretch";
  contact_sheet: boolean;
  sprite: boolean;
  csv: boolean;
  pdf: boolean;
  location: boolean;
}

export const DEFAULTS: Readonly<Form> = {
  way: "interval",
  interval: 1,
  fps: 5,
  count: 20,
  best: 50,
  every_nth: 10,
  timestamps: "",
  min_gap: 0.5,
  per_scene: 1,
  start: "",
  end: "",
  pick: "exact",
  skip_black: false,
  skip_blurred: false,
  skip_duplicates: false,
  format: "jpg",
  quality: 90,
  width: null,
  height: null,
  fit: "contain",
  contact_sheet: false,
  sprite: false,
  csv: false,
  pdf: false,
  location: false,
};

/** Whether the images can be pages of a PDF. */
export const canBePdf = (form: Form) => ["jpg", "png"].includes(form.format);

const SWITCHES = ["scenes", "keyframes", "chapters"];
const ALWAYS_SENT: (keyof Form)[] = ["best", "min_gap", "per_scene"];
const OF_ONE_WAY: Partial<Record<keyof Form, Way>> = { min_gap: "best", per_scene: "scenes" };

/** A number of seconds; or text such as `1:30`, which the API checks. */
const time = (text: string) => (Number.isFinite(Number(text)) ? Number(text) : text);

/** The options as the API takes them. */
export function toOptions(form: Form): Options {
  const options: Record<string, unknown> = { [form.way]: wayOf(form) };
  for (const name of Object.keys(DEFAULTS) as (keyof Form)[]) {
    const only = OF_ONE_WAY[name];
    if (name === "pdf" && !canBePdf(form)) continue;
    if (name === "way" || WAYS.includes(name as Way) || (only && only !== form.way)) continue;
    if (form[name] !== DEFAULTS[name] || ALWAYS_SENT.includes(name)) options[name] = form[name];
  }
  if (form.start.trim()) options.start = time(form.start);
  if (form.end.trim()) options.end = time(form.end);
  return options as Options;
}

function wayOf(form: Form): unknown {
  if (SWITCHES.includes(form.way)) return true;
  if (form.way !== "timestamps") return form[form.way as keyof Form];
  return form.timestamps
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(time);
}

/** Whether all numbers that the options need are there: a cleared field holds none. */
export function isComplete(form: Form): boolean {
  const needed = [form.quality, form.min_gap, form.per_scene, wayOf(form)];
  return needed.every((value) => value !== null && value !== undefined);
}

/** The form that shows the options of an extraction. What it has no field for is lost. */
export function toForm(options: Options): Form {
  const form: Record<string, unknown> = { ...DEFAULTS };
  const given = options as Record<string, unknown>;
  for (const name of Object.keys(DEFAULTS)) {
    const value = given[name];
    if (value === undefined || value === null || name === "timestamps") continue;
    form[name] = typeof DEFAULTS[name as keyof Form] === "string" ? String(value) : value;
  }
  if (form.start === "0") form.start = "";
  form.timestamps = ((given.timestamps as unknown[] | undefined) ?? []).join(" ");
  form.way =
    WAYS.find((way) => (Array.isArray(given[way]) ? given[way].length : given[way])) ?? "interval";
  return form as unknown as Form;
}
