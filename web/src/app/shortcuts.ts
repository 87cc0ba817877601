import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";

const KEPT = "narrowgauge-shortcuts";
const CHORD_MILLIS = 1200;

export const SHORTCUTS = [
    { keys: "?", what: "This help" },
    { keys: "/", what: "Search" },
    { keys: "g r", what: "Runs", to: "/runs" },
    { keys: "g m", what: "Models", to: "/models" },
    { keys: "g l", what: "Releases", to: "/releases" },
    { keys: "g o", what: "Overview", to: "/overview" },
    { keys: "g h", what: "History", to: "/history" },
    { keys: "g c", what: "Compare", to: "/compare" },
    { keys: "g n", what: "Nodes", to: "/nodes" },
    { keys: "g u", what: "Use and quotas", to: "/use" },
] as const;

export const areOn = (): boolean => localStorage.getItem(KEPT) !== "off";

export function turn(on: boolean): void {
    if (on) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, "off");
}

/** Opens help, searches and goes to places by keys, unless the reader writes or has turned that off. */
export function useShortcuts() {
    const [help, setHelp] = useState(false);
    const navigate = useNavigate();
    useEffect(() => {
        let first = { key: "", at: 0 };
        const press = (event: KeyboardEvent): void => {
            if (!areOn() || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
            if (event.key === "?") return setHelp(true);
            if (event.key === "/") {
                const search = document.querySelector<HTMLElement>("[data-search]");
                if (search === null) return;
                event.preventDefault();
                return search.focus();
            }
            const chord = event.timeStamp - first.at < CHORD_MILLIS ? `${first.key} ${event.key}` : "";
            const place = SHORTCUTS.find((shortcut) => shortcut.keys === chord);
            first = { key: event.key, at: event.timeStamp };
            if (place !== undefined && "to" in place) void navigate({ to: place.to });
        };
        addEventListener("keydown", press);
        return () => removeEventListener("keydown", press);
    }, [navigate]);
    return { help, setHelp };
}

function isWriting(target: EventTarget | null): boolean {
    return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
