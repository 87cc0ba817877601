import { defineConfig } from "vite";

/** The program beside the page that a test runs. */
export default defineConfig({
    build: {
        lib: { entry: "client/verdict.ts", formats: ["es"], fileName: "verdict" },
        outDir: "target/client",
        emptyOutDir: false,
        rollupOptions: { output: { entryFileNames: "verdict.mjs" } },
        reportCompressedSize: false,
    },
});
