import type { Middleware } from "openapi-fetch";

interface Kept { tag: string; text: string }

const MOST = 100;
/** Of an answer. Larger ones are asked for once: verdicts and reports never change. */
const MOST_LETTERS = 200_000;
const NOT_MODIFIED = 304;

const kept = new Map<string, Kept>();

/** Answers by their addresses, so that what has not changed is not sent again. The service looks at rights before it compares tags. */
export function keeping(): Middleware {
    // Another answer from the same address, even of another project, may come while a request is under way.
    const had = new WeakMap<Request, Kept>();
    return {
        onRequest({ request }) {
            const known = request.method === "GET" ? kept.get(request.url) : undefined;
            if (known) {
                request.headers.set("If-None-Match", known.tag);
                had.set(request, known);
            }
            return request;
        },
        async onResponse({ request, response }) {
            const known = had.get(request);
            if (response.status === NOT_MODIFIED && known) return new Response(known.text, { status: 200, headers: { "Content-Type": "application/json" } });
            const tag = response.headers.get("ETag");
            if (request.method !== "GET" || !response.ok || !tag) return response;
            keep(request.url, { tag, text: await response.clone().text() });
            return response;
        },
    };
}

/** With the session, whose answers they are. */
export const drop = (): void => kept.clear();

function keep(url: string, answer: Kept): void {
    kept.delete(url);
    if (answer.text.length > MOST_LETTERS) return;
    kept.set(url, answer);
    if (kept.size > MOST) kept.delete(kept.keys().next().value as string);
}
