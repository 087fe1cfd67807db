import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/**
 * What every page needs is one file. The words that it waits for are asked for by another, small one, which runs
 * while the large one is still on its way.
 */
const groups = [
  { name: "words", test: /src\/(messages\/words|lib\/(language|stored))\.ts$/, priority: 1 },
  { name: "app", tags: ["$initial" as const] },
];

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    sourcemap: false,
    chunkSizeWarningLimit: 700,
    rolldownOptions: { output: { codeSplitting: { groups } } },
  },
  server: { proxy: { "/api": process.env.TENURE_URL ?? "http://127.0.0.1:8080" } },
  test: { environment: "jsdom", include: ["src/**/*.test.{ts,tsx}"], setupFiles: ["src/lib/test-setup.ts"] },
});
