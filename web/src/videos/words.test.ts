import { expect, test } from "vitest";
import { number } from "../format";
import { en } from "../i18n/en";
import { ptBR } from "../i18n/pt-BR";
import { warningInWords } from "./words";

const NAMES = ["count", "end", "frames", "height", "images", "jumps"];
const VALUES = Object.fromEntries(
  [...NAMES, "kept_height", "kept_width", "start", "total", "width"].map((name) => [name, 1234.5]),
);

const inPortuguese = (code: string, values: Record<string, number>) =>
  warningInWords({ code, reason: "It is new.", values }, ptBR, (each) => number(each, "pt-BR"));

test("a warning is told in the user's language, with its numbers", () => {
  expect(inPortuguese("frames_lost", { frames: 1200 })).toBe(
    "1.200 quadros não puderam ser decodificados.",
  );
});

test.each([
  [1, 1, "O tempo listado está"],
  [2, 2, "Os dois tempos listados estão"],
  [3, 3, "Todos os 3 tempos listados estão"],
  [1, 3, "1 de 3 tempos listados está"],
])("%i of %i are told in the singular or the plural", (count, total, which) => {
  const told = inPortuguese("times_beyond_end", { count, total, end: 61.4 });
  expect(told).toBe(`${which} depois do fim do vídeo (61,4 s).`);
});

test.each(Object.keys(ptBR.warnings))("%s is a sentence with the values that it has", (code) => {
  expect(inPortuguese(code, VALUES)).toMatch(/^[A-Z0-9](?!.*(undefined|NaN)).*\.$/);
});

test.each(["invented_yesterday", "constructor"])("%s has no words but its sentence", (code) => {
  expect(inPortuguese(code, {})).toBe("It is new.");
});

test("in English, the sentence is told", () => {
  const warning = { code: "no_chapters", reason: "The video has no chapters.", values: {} };
  expect(warningInWords(warning, en, String)).toBe(warning.reason);
});
