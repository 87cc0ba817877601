import { Link } from "@tanstack/react-router";
import type { Row } from "../api/types";
import { visible } from "../ui/visible";
import type { Tab } from "./place";

const WORDS: Record<Tab, string> = { accuracy: "Accuracy", speed: "Speed", evidence: "Evidence" };

/** To what is behind a row of a run. A baseline, and what could not be made, have nothing behind them. */
export function Details({ run, row, tab, children }: { run: string; row: Row; tab: Tab; children?: React.ReactNode }) {
    if (!row.variantId || row.baseline) return children;
    const { deviceClass, node } = row.device ?? {};
    const search = { tab, ...(deviceClass ? { class: deviceClass } : {}), ...(node ? { node } : {}) };
    const label = `${WORDS[tab]} of ${visible(row.recipe ?? "")}${deviceClass ? ` on ${visible(deviceClass)}` : ""}`;
    return (
        <Link to="/runs/$id/variants/$variant" params={{ id: run, variant: row.variantId }} search={search} {...(children === undefined ? { "aria-label": label } : {})}>
            {children ?? WORDS[tab]}
        </Link>
    );
}
