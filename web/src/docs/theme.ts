/** The colors of the page for Redoc, which computes with them and takes no CSS variables. */
const FONT = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif';
const CODE = "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace";

const LIGHT = {
  back: "#ffffff",
  side: "#f7f7f8",
  sunk: "#eeeff2",
  line: "#dcdee4",
  text: "#16181d",
  muted: "#5a6070",
  accent: "#4338ca",
  good: "#0f6b3d",
  goodBack: "#e3f6eb",
  bad: "#b42318",
  badBack: "#fdecea",
};
const DARK: typeof LIGHT = {
  back: "#101114",
  side: "#191b20",
  sunk: "#22252c",
  line: "#31353e",
  text: "#eceef2",
  muted: "#a3a9b8",
  accent: "#a5b4fc",
  good: "#6ee7a8",
  goodBack: "#163325",
  bad: "#fda29b",
  badBack: "#3b1a18",
};

export function themeOf(isDark: boolean): object {
  const c = isDark ? DARK : LIGHT;
  const refused = { color: c.bad, backgroundColor: c.badBack, tabTextColor: "#fda29b" };
  const done = { color: c.good, backgroundColor: c.goodBack, tabTextColor: "#6ee7a8" };
  const other = { color: c.muted, backgroundColor: c.sunk, tabTextColor: "#a3a9b8" };
  return {
    colors: {
      primary: { main: c.accent },
      success: { main: c.good },
      error: { main: c.bad },
      text: { primary: c.text, secondary: c.muted },
      gray: { 50: c.side, 100: c.sunk },
      border: { light: c.line, dark: c.line },
      responses: { success: done, error: refused, redirect: other, info: other },
      // White words are on these.
      http: {
        get: "#186a3b",
        post: "#1d5fa8",
        patch: "#8a4b08",
        delete: "#b42318",
      },
    },
    schema: {
      linesColor: c.line,
      typeNameColor: c.muted,
      typeTitleColor: c.muted,
      requireLabelColor: c.bad,
      nestedBackground: c.side,
      arrow: { color: c.muted },
    },
    typography: {
      fontFamily: FONT,
      headings: { fontFamily: FONT, fontWeight: "640" },
      code: { fontFamily: CODE, color: c.text, backgroundColor: c.sunk, wrap: true },
      links: { color: c.accent, visited: c.accent, hover: c.accent },
    },
    sidebar: {
      backgroundColor: c.side,
      textColor: c.text,
      activeTextColor: c.accent,
      groupItems: { activeBackgroundColor: c.sunk, activeTextColor: c.accent },
      level1Items: { activeBackgroundColor: c.sunk, activeTextColor: c.accent },
      arrow: { color: c.muted },
    },
    rightPanel: { backgroundColor: "#1c1f26", textColor: "#eceef2" },
    codeBlock: { backgroundColor: "#101114" },
    fab: { backgroundColor: c.sunk, color: c.accent },
  };
}
