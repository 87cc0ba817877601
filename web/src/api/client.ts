import createClient from "openapi-fetch";
import type { paths } from "../../target/client/schema";
import { keeping } from "./kept";
import { refusal } from "./refused";
import type { Problem } from "./types";

/** Called with paths, parameters and bodies as the OpenAPI document has them. */
export const service = createClient<paths>();
service.use(keeping());

interface Answer<T> { data?: T; error?: unknown; response: Response }

/** What it answers, or its refusal thrown. */
export async function answered<T>(call: Promise<Answer<T>>): Promise<T> {
    const { data, error, response } = await call;
    if (data === undefined) throw refusal(response.status, error as Partial<Problem> | undefined);
    return data;
}
