/** The addresses of the pages, which are in the fragment of the URL: `/#/videos/ID?extraction=2`. */

export type Page =
  "videos" | "video" | "account" | "log-in" | "register" | "confirm" | "password" | "not-found";

export interface Route {
  page: Page;
  id: string;
  query: URLSearchParams;
}

const SIMPLE: Record<string, Page> = {
  "/": "videos",
  "/account": "account",
  "/log-in": "log-in",
  "/register": "register",
  "/confirm": "confirm",
  "/password": "password",
};

/** Those that need nobody to be logged in. */
export const PUBLIC: ReadonlySet<Page> = new Set(["log-in", "register", "confirm", "password"]);

export function parse(hash: string): Route {
  const [path = "/", search = ""] = hash.replace(/^#/, "").split("?", 2);
  const query = new URLSearchParams(search);
  const video = /^\/videos\/([\w-]{1,64})$/.exec(path);
  if (video) return { page: "video", id: video[1]!, query };
  return { page: SIMPLE[path || "/"] ?? "not-found", id: "", query };
}

export function href(
  path: string,
  query: Record<string, string | number | undefined> = {},
): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  const search = new URLSearchParams(
    given.map(([name, value]) => [name, String(value)]),
  ).toString();
  return `#${path}${search && `?${search}`}`;
}

/** Where a log-in leads back to: only pages of this app, whatever the address says. */
export function next(query: URLSearchParams): string {
  const path = query.get("next") ?? "/";
  return path.startsWith("/") && !PUBLIC.has(parse(path).page) ? `#${path}` : "#/";
}
