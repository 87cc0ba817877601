import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ended } from "../api/queries";
import type { ProgressEvent, Run, RunStateEvent, RunStatus } from "../api/types";

const RETRY_MILLIS = 3000;

/** What happened before is told at once, and is asked for once. */
const GATHERED_MILLIS = 200;

type Waiting = NonNullable<RunStatus["waiting"]>[number];

/** What the stream of a run says that its resources do not: how far each job is, and why it waits. */
export interface Live { progress: ReadonlyMap<string, ProgressEvent>; waiting: ReadonlyMap<string, Waiting>; isConnected: boolean }

const NOTHING: Live = { progress: new Map(), waiting: new Map(), isConnected: true };

/**
 * Follows a run until it ends. A stream that breaks the browser takes up by itself, from the event that it saw last; one that a
 * service ended that stops is opened anew.
 */
export function useLive(run: Run): Live {
    const client = useQueryClient();
    const [live, setLive] = useState(NOTHING);
    const { id } = run;
    const isOver = ended(run.state);
    useEffect(() => {
        if (isOver) return;
        let source: EventSource;
        let retry: ReturnType<typeof setTimeout> | undefined;
        let gathered: ReturnType<typeof setTimeout> | undefined;
        const changed = (): void => {
            clearTimeout(gathered);
            gathered = setTimeout(() => void client.invalidateQueries({ queryKey: ["run", id] }), GATHERED_MILLIS);
        };
        const open = (): void => {
            source = new EventSource(`/v1/runs/${id}/events`);
            const on = <T>(type: string, handle: (data: T) => void): void =>
                source.addEventListener(type, (event) => handle(JSON.parse((event as MessageEvent<string>).data) as T));
            source.addEventListener("open", () => setLive((now) => ({ ...now, isConnected: true })));
            source.addEventListener("error", () => {
                setLive((now) => ({ ...now, isConnected: false }));
                // An answer that says no, as of a service that stops, ends a stream for good.
                if (source.readyState === EventSource.CLOSED) retry = setTimeout(open, RETRY_MILLIS);
            });
            on("job-state", changed);
            on<RunStateEvent>("run-state", changed);
            on<ProgressEvent>("progress", (event) => setLive((now) => ({ ...now, progress: new Map(now.progress).set(event.jobId, event) })));
            on<RunStatus>("heartbeat", (status) => {
                setLive((now) => ({ ...now, waiting: new Map((status.waiting ?? []).map((each) => [each.jobId ?? "", each])) }));
                if (status.state !== undefined && ended(status.state)) changed();
            });
        };
        open();
        return () => {
            clearTimeout(retry);
            clearTimeout(gathered);
            source.close();
        };
    }, [id, isOver, client]);
    return live;
}
