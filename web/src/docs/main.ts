/** The reference of the API. Redoc comes as one built file, which is not bundled again. */
import source from "redoc/bundles/redoc.standalone.js?url";
import "./docs.css";
import { themeOf } from "./theme";

interface Redoc {
  init(document: string, options: object, target: HTMLElement): Promise<void>;
}

const chosen = localStorage.getItem("stills.theme"); // as on the page
const isDark =
  chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
document.documentElement.style.colorScheme = isDark ? "dark" : "light";

const options = {
  theme: themeOf(isDark),
  disableSearch: true, // it would need a worker from a blob: address
  nativeScrollbars: true,
  pathInMiddlePanel: true,
  hideSchemaPattern: true,
  requiredPropsFirst: true,
  jsonSamplesExpandLevel: 4,
};

const script = document.createElement("script");
script.src = source;
script.onload = () => {
  const { Redoc } = window as unknown as { Redoc: Redoc };
  void Redoc.init("/api/openapi.json", options, document.getElementById("reference")!);
};
document.head.append(script);
