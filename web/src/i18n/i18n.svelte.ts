/** The language of the page, and its colors: chosen by the browser until the user chooses. */
import { Problem } from "../api/client";
import * as format from "../format";
import { storage } from "../storage";
import { en, type Dictionary } from "./en";

export const LOCALES = { en: "English", "pt-BR": "Português" } as const;
export type Locale = keyof typeof LOCALES;
export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const LOCALE = "stills.locale";
const THEME = "stills.theme";
const others: Record<Exclude<Locale, "en">, () => Promise<Dictionary>> = {
  "pt-BR": async () => (await import("./pt-BR")).ptBR,
};

class Preferences {
  #locale = $state<Locale>("en");
  #dictionary = $state.raw<Dictionary>(en);
  #theme = $state<Theme>("auto");

  get locale(): Locale {
    return this.#locale;
  }

  get dictionary(): Dictionary {
    return this.#dictionary;
  }

  get theme(): Theme {
    return this.#theme;
  }

  /** Applies what was chosen before. Waits for the dictionary, so that nothing is shown twice. */
  async load(): Promise<void> {
    this.#applyTheme(storage.read<Theme>(THEME) ?? "auto");
    const chosen = storage.read<string>(LOCALE);
    const spoken = [chosen, ...navigator.languages].find((each) => each && matching(each));
    await this.#applyLocale((spoken && matching(spoken)) || "en").catch(() => {}); // English is here
  }

  /** Throws if the language cannot be loaded. */
  async setLocale(locale: Locale): Promise<void> {
    await this.#applyLocale(locale);
    storage.write(LOCALE, locale);
  }

  setTheme(theme: Theme): void {
    storage.write(THEME, theme);
    this.#applyTheme(theme);
  }

  async #applyLocale(locale: Locale): Promise<void> {
    this.#dictionary = locale === "en" ? en : await others[locale]();
    this.#locale = locale;
    document.documentElement.lang = locale;
  }

  #applyTheme(theme: Theme): void {
    this.#theme = THEMES.includes(theme) ? theme : "auto";
    document.documentElement.style.colorScheme = theme === "auto" ? "light dark" : theme;
  }
}

function matching(language: string): Locale | undefined {
  const short = language.slice(0, 2).toLowerCase();
  return (Object.keys(LOCALES) as Locale[]).find((locale) => locale.slice(0, 2) === short);
}

export const preferences = new Preferences();

/** The texts in the user's language. */
export function t(): Dictionary {
  return preferences.dictionary;
}

/** Numbers, sizes and times in the user's language. */
export const say = {
  bytes: (size: number) => format.bytes(size, preferences.locale),
  number: (value: number) => format.number(value, preferences.locale),
  percent: (share: number) => format.percent(share, preferences.locale),
  duration: (seconds: number) => format.duration(seconds, preferences.locale),
  date: (iso: string) => format.date(iso, preferences.locale),
  day: (iso: string) => format.day(iso, preferences.locale),
  ago: (iso: string, now: number) => format.ago(iso, now, preferences.locale),
  clock: format.clock,
  length: format.length,
};

/** What went wrong, as a sentence in the user's language where there is one. */
export function sentence(error: unknown): string {
  if (!(error instanceof Problem)) return t().problems.unexpected!;
  const option = error.fields.find(({ field }) => field.startsWith("options"));
  if (option) return fault(option);
  return t().problems[error.code] ?? (error.message || t().problems.unavailable!);
}

/** The rule that an option breaks, under its name in the form. */
export function fault({ field, rule }: Problem["fields"][number]): string {
  const option = field.replace(/^options\./, "").replace(/[.[].*/, "");
  return t().options.fault(option, label(option), rule);
}

/** How the form names an option of the API. */
function label(option: string): string {
  const { value, minGap, start, end, quality, width, height, format, all } = t().options;
  const others = { min_gap: minGap, start, end, quality, width, height, format, options: all };
  return value[option] ?? (others as Record<string, string>)[option] ?? option;
}
