import { en, type Dictionary } from "./en";

export const ptBR: Dictionary = { ...en, language: "Português (Brasil)" };
