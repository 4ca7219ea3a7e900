/** Options and warnings, in words. */
import type { Options, Warning } from "../api/client";
import type { Dictionary } from "../i18n/en";
import { toForm } from "../options/model";

/** What an extraction takes, in a few words. */
export function inWords(
  options: Options,
  dictionary: Dictionary,
  number: (value: number) => string,
): string {
  const form = toForm(options);
  const { short } = dictionary.options;
  const parts = [
    short.way[form.way](form, number),
    form.start || form.end ? short.between(form.start || "0", form.end) : "",
    form.pick === "sharpest" && form.way !== "best" ? short.sharpest : "",
    form.skip_black ? short.noBlack : "",
    form.skip_blurred ? short.noBlurred : "",
    form.skip_duplicates ? short.noDuplicates : "",
    form.format.toUpperCase(),
  ];
  return parts.filter(Boolean).join(", ");
}

/** A warning in the language of the dictionary, if that knows its code; else its sentence. */
export function warningInWords(
  { code, reason, values }: Warning,
  { warnings }: Dictionary,
  number: (value: number) => string,
): string {
  return Object.hasOwn(warnings, code) ? warnings[code]!(values, number) : reason;
}
