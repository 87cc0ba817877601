import { defineConfig } from "vite";

/** The page as files that need no server of their own: nothing is inlined, as the policy of every answer forbids that. */
export default defineConfig({
    root: "src",
    base: "./",
    cacheDir: "../target/vite",
    oxc: { jsx: { runtime: "automatic" } },
    css: { modules: { generateScopedName: "[name]-[local]-[hash:base64:4]" } },
    build: {
        outDir: process.env["OUT"] ?? "../target/web",
        emptyOutDir: true,
        target: "es2023",
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        reportCompressedSize: false,
        rolldownOptions: {
            // Of React's packages, for servers that this page does not have.
            onwarn: (warning, tell) => warning.code === "MODULE_LEVEL_DIRECTIVE" || tell(warning),
        },
    },
    test: { include: ["../test/**/*.test.{ts,tsx}"] },
});
