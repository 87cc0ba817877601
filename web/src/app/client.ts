import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { isNobody, Refused } from "../api/refused";
import { entered } from "../session/session";

const TRIES = 3;

/** Asks again what a service that starts did not answer, and never what it refused; whose session has ended signs in anew. */
export function newClient(): QueryClient {
    const client: QueryClient = new QueryClient({
        queryCache: new QueryCache({ onError: (failure) => leave(failure) }),
        mutationCache: new MutationCache({ onError: (failure) => leave(failure) }),
        defaultOptions: {
            queries: { retry: (count, failure) => count < TRIES && !(failure instanceof Refused && failure.status < 500), staleTime: 2000 },
        },
    });
    const leave = (failure: Error): void => {
        if (isNobody(failure)) client.setQueryData(entered.queryKey, null);
    };
    return client;
}
