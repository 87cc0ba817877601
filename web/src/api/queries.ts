import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answered, service } from "./client";
import type { Dataset, Model, ReleaseState, RunState, Verdict } from "./types";

const LIVE_MILLIS = 4000;
const PAGE = 50;

/** What can be uploaded, as its resource is called. */
export type Kind = "models" | "datasets";

export interface RunFilter {
    text?: string;
    model?: string;
    tag?: string;
    state?: RunState;
    verdict?: Verdict;
}

export const ended = (state: RunState): boolean => state === "DONE" || state === "CANCELLED";

export const runs = (filter: RunFilter) =>
    infiniteQueryOptions({
        queryKey: ["runs", filter],
        queryFn: ({ pageParam }) => answered(service.GET("/v1/runs", { params: { query: query(filter, pageParam) } })),
        initialPageParam: null as string | null,
        getNextPageParam: (page) => page.nextCursor,
        // Who looks at older ones has what was there; each page of them would be asked for again.
        refetchInterval: ({ state }) => ((state.data?.pages.length ?? 1) > 1 ? false : LIVE_MILLIS),
    });

function query({ text, model, tag, state, verdict }: RunFilter, cursor: string | null) {
    return {
        limit: PAGE,
        ...(cursor === null ? {} : { cursor }),
        ...(text ? { text } : {}),
        ...(model ? { model } : {}),
        ...(tag ? { tag: [tag] } : {}),
        ...(state ? { state: [state] } : {}),
        ...(verdict ? { verdict: [verdict] } : {}),
    };
}

const of = (id: string) => ({ params: { path: { id } } });

export const run = (id: string) =>
    queryOptions({
        queryKey: ["run", id],
        queryFn: () => answered(service.GET("/v1/runs/{id}", of(id))),
        // Its events tell sooner; where a proxy holds them back, this does.
        refetchInterval: ({ state }) => (state.data !== undefined && !ended(state.data.state) ? LIVE_MILLIS : false),
    });

/** Asked for anew when the run has ended, however that came to be known. */
const ofRun = (state: RunState) => ({
    placeholderData: keepPreviousData,
    refetchInterval: ended(state) ? (false as const) : LIVE_MILLIS,
});

export const jobs = (id: string, state: RunState) =>
    queryOptions({ queryKey: ["run", id, "jobs", state], queryFn: () => answered(service.GET("/v1/runs/{id}/jobs", of(id))), ...ofRun(state) });

export const variants = (id: string, state: RunState) =>
    queryOptions({ queryKey: ["run", id, "variants", state], queryFn: () => answered(service.GET("/v1/runs/{id}/variants", of(id))), ...ofRun(state) });

/** Never changes once there is one. */
export const verdict = (id: string) =>
    queryOptions({
        queryKey: ["verdict", id],
        queryFn: () => answered(service.GET("/v1/runs/{id}/verdict", of(id))),
        staleTime: Infinity,
    });

export const status = queryOptions({
    queryKey: ["status"],
    queryFn: () => answered(service.GET("/v1/status")),
    refetchInterval: LIVE_MILLIS,
});

export const nodes = queryOptions({
    queryKey: ["nodes"],
    queryFn: () => answered(service.GET("/v1/nodes")),
    refetchInterval: LIVE_MILLIS,
});

export const controls = (node: string) =>
    queryOptions({ queryKey: ["nodes", node, "controls"], queryFn: () => answered(service.GET("/v1/nodes/{name}/controls", { params: { path: { name: node } } })) });

export const providers = queryOptions({ queryKey: ["providers"], queryFn: () => answered(service.GET("/v1/sign-in")) });

export const audit = infiniteQueryOptions({
    queryKey: ["audit"],
    queryFn: ({ pageParam }) =>
        answered(service.GET("/v1/audit", { params: { query: { limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
});

interface Asked { limit: number; cursor?: string; text?: string }

/** What was uploaded, newest first; a part of the name finds what is on no page yet. */
const uploaded = <T>(kind: Kind, text: string, ask: (query: Asked) => Promise<{ items: T[]; nextCursor: string | null }>) =>
    infiniteQueryOptions({
        queryKey: [kind, text],
        queryFn: ({ pageParam }) => ask({ limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }), ...(text ? { text } : {}) }),
        initialPageParam: null as string | null,
        getNextPageParam: (page) => page.nextCursor,
        placeholderData: keepPreviousData,
    });

const askModels = (query: Asked) => answered(service.GET("/v1/models", { params: { query } }));
const askDatasets = (query: Asked) => answered(service.GET("/v1/datasets", { params: { query } }));

export const models = (text: string) => uploaded<Model>("models", text, askModels);

export const uploads = (kind: Kind, text: string) => uploaded<Model | Dataset>(kind, text, kind === "models" ? askModels : askDatasets);

export const model = (id: string) =>
    queryOptions({ queryKey: ["model", id], queryFn: () => answered(service.GET("/v1/models/{id}", of(id))) });

export interface SeriesFilter { family?: string; deviceClass?: string; recipe?: string }

export const series = ({ family, deviceClass, recipe }: SeriesFilter) =>
    infiniteQueryOptions({
        queryKey: ["series", family, deviceClass, recipe],
        queryFn: ({ pageParam }) =>
            answered(
                service.GET("/v1/series", {
                    params: {
                        query: {
                            limit: PAGE,
                            ...(pageParam === null ? {} : { cursor: pageParam }),
                            ...(family ? { family } : {}),
                            ...(deviceClass ? { deviceClass } : {}),
                            ...(recipe ? { recipe } : {}),
                        },
                    },
                }),
            ),
        initialPageParam: null as string | null,
        getNextPageParam: (page) => page.nextCursor,
    });

export const seriesHistory = (id: string) =>
    queryOptions({ queryKey: ["history", id], queryFn: () => answered(service.GET("/v1/series/{id}", of(id))) });

export const measurements = (id: string) =>
    queryOptions({ queryKey: ["measurements", id], queryFn: () => answered(service.GET("/v1/runs/{id}/measurements", of(id))), staleTime: Infinity });

export const comparison = (a: string, b: string) =>
    queryOptions({ queryKey: ["comparison", a, b], queryFn: () => answered(service.GET("/v1/compare", { params: { query: { a, b } } })) });

export interface ReleaseFilter { modelName?: string; state?: ReleaseState[] }

export const releases = ({ modelName, state }: ReleaseFilter) =>
    infiniteQueryOptions({
        queryKey: ["releases", modelName, state],
        queryFn: ({ pageParam }) =>
            answered(
                service.GET("/v1/releases", {
                    params: { query: { limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }), ...(modelName ? { modelName } : {}), ...(state ? { state } : {}) } },
                }),
            ),
        initialPageParam: null as string | null,
        getNextPageParam: (page) => page.nextCursor,
    });

export const noise = ({ family, deviceClass }: SeriesFilter) =>
    queryOptions({
        queryKey: ["noise", family, deviceClass],
        queryFn: () => answered(service.GET("/v1/noise", { params: { query: { ...(family ? { family } : {}), ...(deviceClass ? { deviceClass } : {}) } } })),
    });

export const pareto = (family: string, deviceClass: string, scenario: string | undefined) =>
    queryOptions({
        queryKey: ["pareto", family, deviceClass, scenario],
        queryFn: () => answered(service.GET("/v1/pareto", { params: { query: { family, deviceClass, ...(scenario ? { scenario } : {}) } } })),
    });

export const MATRIX_ROWS = 500;

/** Of each recipe the newest values that are told beside each other. */
export const matrix = (family: string | undefined) =>
    queryOptions({
        queryKey: ["matrix", family],
        queryFn: () => answered(service.GET("/v1/matrix", { params: { query: { limit: MATRIX_ROWS, metric: ["LATENCY_RATIO", "ACCURACY_DIFFERENCE", "FLIP_SHARE", "SIZE_RATIO"], ...(family ? { family } : {}) } } })),
    });

export const variant = (id: string) =>
    queryOptions({ queryKey: ["variant", id], queryFn: () => answered(service.GET("/v1/variants/{id}", of(id))), staleTime: Infinity });

export const report = (id: string) =>
    queryOptions({ queryKey: ["report", id], queryFn: () => answered(service.GET("/v1/variants/{id}/report", of(id))), staleTime: Infinity });

export const attestation = (run: string) =>
    queryOptions({ queryKey: ["attestation", run], queryFn: () => answered(service.GET("/v1/runs/{id}/attestation", of(run))), staleTime: Infinity });

/** In PEM. */
export const signingKey = queryOptions({
    queryKey: ["signing-key"],
    queryFn: () => answered(service.GET("/v1/signing-key", { parseAs: "text" })),
});

export const dataset = (id: string) =>
    queryOptions({ queryKey: ["dataset", id], queryFn: () => answered(service.GET("/v1/datasets/{id}", of(id))), staleTime: Infinity });

/** The file of a dataset. */
export const content = (dataset: string): Promise<ArrayBuffer> => answered(service.GET("/v1/datasets/{id}/content", { ...of(dataset), parseAs: "arrayBuffer" }));
