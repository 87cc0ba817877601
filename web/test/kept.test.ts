import createClient from "openapi-fetch";
import { beforeEach, expect, test } from "vitest";
import { drop, keeping } from "../src/api/kept";

interface Paths { "/thing": { get: { responses: { 200: { content: { "application/json": { value: string } } } } } } }

let value: string;
let asked: (string | null)[];

/** What a service does that knows one thing. */
async function answer(request: Request): Promise<Response> {
    const had = request.headers.get("If-None-Match");
    asked.push(had);
    const tag = `W/"${value.slice(0, 3)}"`;
    return had === tag ? new Response(null, { status: 304, headers: { ETag: tag } }) : new Response(JSON.stringify({ value }), { status: 200, headers: { ETag: tag } });
}

function client(fetch = answer) {
    const made = createClient<Paths>({ baseUrl: "http://localhost", fetch });
    made.use(keeping());
    return async () => (await made.GET("/thing")).data?.value;
}

beforeEach(() => {
    drop();
    value = "one";
    asked = [];
});

test("what has not changed is not sent again", async () => {
    const get = client();
    expect(await get()).toBe("one");
    expect(await get()).toBe("one");
    value = "two";
    expect(await get()).toBe("two");
    expect(await get()).toBe("two");
    expect(asked).toEqual([null, 'W/"one"', 'W/"one"', 'W/"two"']);
});

test("an answer that comes meanwhile is not taken for the one that was asked about", async () => {
    let release = (): void => {};
    const waits = new Promise<void>((resolve) => (release = resolve));
    let slow = false;
    const get = client(async (request) => {
        const response = await answer(request);
        if (slow) {
            slow = false;
            await waits;
        }
        return response;
    });
    await get();
    slow = true;
    const first = get();
    await Promise.resolve();
    while (asked.length < 2) await new Promise((resolve) => setTimeout(resolve));
    value = "two";
    expect(await get()).toBe("two");
    release();
    expect(await first).toBe("one");
});

test("nothing is kept beyond a session, and nothing that is large", async () => {
    const get = client();
    await get();
    drop();
    await get();
    value = "x".repeat(200_001);
    await get();
    await get();
    expect(asked).toEqual([null, null, 'W/"one"', null]);
});
