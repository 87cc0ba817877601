import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { run as runOf, variant as variantOf, verdict as verdictOf } from "../api/queries";
import type { Run, Variant } from "../api/types";
import { Hatch } from "../draw/Hatch";
import { bytes } from "../number/number";
import { Badge } from "../ui/Badge";
import { buttonLook } from "../ui/Button";
import { Name } from "../ui/Name";
import { Empty, Failed, Loading } from "../ui/Note";
import { Page } from "../ui/Page";
import { visible } from "../ui/visible";
import { AccuracyTab } from "./accuracy/AccuracyTab";
import { Devices } from "./Devices";
import { EvidenceTab } from "./evidence/EvidenceTab";
import { Missing } from "./Missing";
import { placeOf } from "./place";
import { chosenOf, rowsOf } from "./rows";
import { SpeedTab } from "./speed/SpeedTab";
import { Tabs } from "./Tabs";

/** A variant of a run on one device: what it lost, why it is as fast as it is, and what proves that. */
export function VariantPage() {
    const { id, variant } = useParams({ from: "/runs/$id/variants/$variant" });
    const run = useQuery(runOf(id));
    const made = useQuery(variantOf(variant));
    const failure = run.error ?? made.error;
    if (failure && !(run.data && made.data)) {
        return <Page title="Variant"><Failed failure={failure} retry={() => (void run.refetch(), void made.refetch())} /></Page>;
    }
    if (!run.data || !made.data) return <Loading what="the variant" />;
    if (made.data.runId !== id) {
        return <Page title="Variant"><Empty title="This variant is of another run"><p><Link to="/runs/$id/variants/$variant" params={{ id: made.data.runId, variant }} search={(now) => ({ ...now, tab: placeOf(now).tab })}>See it there</Link></p></Empty></Page>;
    }
    return <Shown key={variant} run={run.data} variant={made.data} />;
}

function Shown({ run, variant }: { run: Run; variant: Variant }) {
    const place = useSearch({ from: "/runs/$id/variants/$variant" });
    const verdict = useQuery({ ...verdictOf(run.id), enabled: run.state === "DONE" });
    const rows = rowsOf(verdict.data, variant.id);
    const row = chosenOf(rows, place);
    const name = variant.recipe.name ?? variant.precision;
    return (
        <Page
            title={`${visible(name)}: ${place.tab}`}
            heading={<><Name>{name}</Name>{row && <> on <Name>{row.device?.deviceClass ?? "no device"}</Name> <Badge of={row.verdict ?? "INVALID"} quiet={!row.gating} /></>}</>}
            soft={<About run={run} variant={variant} />}
            actions={<a className={buttonLook()} href={`/v1/variants/${variant.id}/content`} download="">ONNX file</a>}
        >
            <Hatch />
            <Tabs now={place.tab} />
            <Devices rows={rows} row={row} />
            {verdict.error && <Failed failure={verdict.error} retry={() => void verdict.refetch()} />}
            {place.tab === "accuracy" && <AccuracyTab variant={variant} verdict={verdict.data} row={row} />}
            {place.tab === "speed" && row && <SpeedTab row={row} precision={variant.precision} />}
            {place.tab === "evidence" && row && verdict.data && <EvidenceTab row={row} document={verdict.data} />}
            {place.tab !== "accuracy" && !row && !verdict.error && <Missing run={run} waits={verdict.isLoading} rows={rows} />}
        </Page>
    );
}

function About({ run, variant }: { run: Run; variant: Variant }) {
    return (
        <>
            <span>of run <Link to="/runs/$id" params={{ id: run.id }}><Name>{run.name}</Name></Link></span>
            <span>{variant.precision.toUpperCase()}, {bytes(variant.sizeBytes)}</span>
            <span>SHA-256 <code>{variant.sha256.slice(0, 12)}</code></span>
        </>
    );
}
