import createClient from "openapi-fetch";
import { expect, test } from "vitest";
import { keeping } from "../src/api/kept";

interface Paths { "/thing": { get: { responses: { 200: { content: { "application/json": { value: number } } } } } } }

test("what has not changed is not sent again", async () => {
    let value = 1;
    const asked: (string | null)[] = [];
    const client = createClient<Paths>({
        baseUrl: "http://localhost",
        fetch: (request) => {
            const had = request.headers.get("If-None-Match");
            asked.push(had);
            const tag = `W/"${value}"`;
            return Promise.resolve(had === tag
                ? new Response(null, { status: 304, headers: { ETag: tag } })
                : new Response(JSON.stringify({ value }), { status: 200, headers: { ETag: tag } }));
        },
    });
    client.use(keeping());

    expect((await client.GET("/thing")).data).toEqual({ value: 1 });
    expect((await client.GET("/thing")).data).toEqual({ value: 1 });
    value = 2;
    expect((await client.GET("/thing")).data).toEqual({ value: 2 });
    expect((await client.GET("/thing")).data).toEqual({ value: 2 });
    expect(asked).toEqual([null, 'W/"1"', 'W/"1"', 'W/"2"']);
});
