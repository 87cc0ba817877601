import type { Middleware } from "openapi-fetch";

interface Kept { tag: string; text: string }

const MOST = 100;
const KEPT = 304;

/** Answers by their addresses, so that what has not changed is not sent again. The service looks at rights before it compares tags. */
export function keeping(): Middleware {
    const kept = new Map<string, Kept>();
    return {
        onRequest({ request }) {
            const had = request.method === "GET" ? kept.get(request.url) : undefined;
            if (had) request.headers.set("If-None-Match", had.tag);
            return request;
        },
        async onResponse({ request, response }) {
            const had = kept.get(request.url);
            if (response.status === KEPT && had) return new Response(had.text, { status: 200, headers: { "Content-Type": "application/json" } });
            const tag = response.headers.get("ETag");
            if (request.method !== "GET" || !response.ok || !tag) return response;
            kept.delete(request.url);
            kept.set(request.url, { tag, text: await response.clone().text() });
            if (kept.size > MOST) kept.delete(kept.keys().next().value as string);
            return response;
        },
    };
}
