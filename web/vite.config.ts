import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [svelte()],
  build: {
    target: "es2022",
    // Hashed names in assets/: these files are cached for ever, index.html is not.
    assetsInlineLimit: 0, // the page's content security policy allows no data: scripts or styles
    modulePreload: { polyfill: false },
  },
  // `npm run dev` beside `make run`: STILLS_PAGE is the address that `make run` prints.
  server: {
    host: "127.0.0.1",
    proxy: { "/api": process.env.STILLS_PAGE ?? "http://127.0.0.1:4580" },
  },
  test: { environment: "node", include: ["src/**/*.test.ts"] },
});
