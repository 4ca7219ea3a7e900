import { svelte } from "@sveltejs/vite-plugin-svelte";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const LOGO = "https://cdn.redoc.ly/redoc/logo-mini.svg";

/** Redoc would load its maker's logo from another server, which is hidden if that fails. */
const withoutLogo: Plugin = {
  name: "without-logo",
  apply: "build",
  generateBundle(_, bundle) {
    const redoc = Object.values(bundle).find(({ fileName }) => fileName.includes("redoc"));
    if (redoc?.type !== "asset" || !`${redoc.source}`.includes(LOGO))
      throw new Error("no logo in Redoc");
    redoc.source = redoc.source.toString().replaceAll(LOGO, "data:,");
  },
};

export default defineConfig({
  plugins: [svelte(), withoutLogo],
  build: {
    target: "es2022",
    // Hashed names in assets/: these files are cached for ever, index.html is not.
    assetsInlineLimit: 0, // the page's content security policy allows no data: scripts or styles
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ["index.html", "docs.html"] }, // the page, and the API's reference
  },
  // `npm run dev` beside `make run`: STILLS_PAGE is the address that `make run` prints.
  server: {
    host: "127.0.0.1",
    proxy: { "/api": process.env.STILLS_PAGE ?? "http://127.0.0.1:4580" },
  },
  test: { environment: "node", include: ["src/**/*.test.ts"], testTimeout: 30_000 }, // ms
});
