import { useEffect } from "react";
import type { VerdictDocument } from "../api/types";
import { Hatch } from "../draw/Hatch";
import { Card } from "../ui/Card";
import { Decisions } from "./Decisions";
import { Figures } from "./Figures";
import { Forests } from "./Forests";
import { Matrix } from "./Matrix";
import { Reasons } from "./Reasons";
import { Since } from "./Since";
import { anchorOf, keyOf, variantsOf } from "./rows";

/** On a narrow screen they are long. */
const WIDE = "(min-width: 60rem)";

/** What came of a run: the decision, then what it stands on. */
export function Result({ document: verdict, marked }: { document: VerdictDocument; marked: string | undefined }) {
    const rows = variantsOf(verdict);
    useEffect(() => {
        const row = variantsOf(verdict).find((each) => keyOf(each) === marked);
        if (row === undefined) return;
        const place = document.getElementById(anchorOf(row));
        place?.scrollIntoView({ block: "center" });
        place?.focus({ preventScroll: true });
    }, [verdict, marked]);
    return (
        <>
            <Hatch />
            <Decisions document={verdict} />
            <Matrix run={verdict.runId ?? ""} rows={rows} marked={marked} />
            <Since previous={verdict.previous} />
            <Forests rows={rows} marked={marked} />
            <Reasons document={verdict} rows={rows} marked={marked} />
            <Card title="All figures">
                <details open={matchMedia(WIDE).matches}>
                    <summary>Size, accuracy, latency and memory of each variant</summary>
                    <Figures document={verdict} marked={marked} />
                </details>
            </Card>
        </>
    );
}
