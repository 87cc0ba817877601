/**
 * Tells of the newest run of a service what came of it, through a client whose types are made from the OpenAPI document:
 * what compiles here, the service answers. Run by a test: NARROWGAUGE_API_KEY=ng_… node verdict.mjs http://127.0.0.1:8080
 */
import createClient from "openapi-fetch";
import type { components, paths } from "../target/client/schema";

declare const process: { argv: string[]; env: Record<string, string | undefined> };

const service = createClient<paths>({
    baseUrl: process.argv[2] ?? "http://127.0.0.1:8080",
    headers: { Authorization: `Bearer ${process.env["NARROWGAUGE_API_KEY"] ?? ""}` },
});

function answered<T>(answer: { data?: T; error?: components["schemas"]["Problem"] }): T {
    if (answer.data === undefined) {
        throw new Error(`${answer.error?.code}: ${answer.error?.detail}`);
    }
    return answer.data;
}

const runs = answered(await service.GET("/v1/runs", { params: { query: { limit: 1 } } }));
const run = runs.items[0];
if (run === undefined) {
    throw new Error("the service has no run");
}
const path = { path: { id: run.id } };
const variants = answered(await service.GET("/v1/runs/{id}/variants", { params: path }));
const verdict = answered(await service.GET("/v1/runs/{id}/verdict", { params: path }));
const unknown = await service.GET("/v1/runs/{id}", { params: { path: { id: "none" } } });
console.log(
    JSON.stringify({
        run: run.id,
        state: run.state,
        verdict: verdict.verdict,
        variants: variants.items.map((variant) => variant.id),
        unknown: unknown.error?.code,
    }),
);
