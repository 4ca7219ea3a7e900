/** Numbers, sizes and times as people read them, in their language. */

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];

export function bytes(size: number, locale: string): string {
  const power = size < 1000 ? 0 : Math.min(Math.floor(Math.log10(size) / 3), UNITS.length - 1);
  const value = size / 1000 ** power;
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: UNITS[power]!,
    unitDisplay: power ? "short" : "long",
    maximumFractionDigits: power && value < 100 ? 1 : 0,
  }).format(value);
}

export function number(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(value);
}

export function percent(share: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "percent" }).format(share);
}

/** A position in a video: `0:07.25`, `1:02:03`. */
export function clock(seconds: number, decimals = 0): string {
  const rounded = Number(seconds.toFixed(decimals));
  const hours = Math.floor(rounded / 3600);
  const minutes = Math.floor(rounded / 60) % 60;
  const rest = (rounded % 60).toFixed(decimals).padStart(decimals ? 3 + decimals : 2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** The length of a video: with a decimal, where it is short. */
export function length(seconds: number): string {
  return clock(seconds, seconds < 10 ? 1 : 0);
}

/** How long something takes: "8 sec", "3 min", "2 hr". */
export function duration(seconds: number, locale: string): string {
  const [value, unit] =
    seconds < 90
      ? [seconds, "second"]
      : seconds < 5400
        ? [seconds / 60, "minute"]
        : [seconds / 3600, "hour"];
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: unit === "hour" || value < 9.95 ? 1 : 0,
  }).format(value);
}

export function date(iso: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(
    new Date(iso),
  );
}

export function day(iso: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "long" }).format(new Date(iso));
}

const STEPS: [number, Intl.RelativeTimeFormatUnit][] = [
  [60, "second"],
  [3600, "minute"],
  [86_400, "hour"],
  [7 * 86_400, "day"],
];

/** "2 minutes ago"; the date, for more than a week. */
export function ago(iso: string, now: number, locale: string): string {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000);
  const step = STEPS.findIndex(([limit]) => seconds < limit);
  if (step < 0) return day(iso, locale);
  const whole = Math.floor(seconds / (STEPS[step - 1]?.[0] ?? 1));
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(-whole, STEPS[step]![1]);
}
