import { useNavigate } from "@tanstack/react-router";
import { useSyncExternalStore } from "react";
import { choose, chosen, type Chosen, subscribe } from "./chosen";

/** The measurement that was chosen first, and what choosing one does: the second is held against it. */
export function useChoose() {
    const first = useSyncExternalStore(subscribe, chosen);
    const navigate = useNavigate();
    const act = (next: Chosen): void => {
        if (first === null) return choose(next);
        choose(null);
        if (first.measurement !== next.measurement) void navigate({ to: "/compare", search: { a: first.measurement, b: next.measurement } });
    };
    return { first, act };
}
