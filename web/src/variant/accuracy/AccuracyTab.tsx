import { useQuery } from "@tanstack/react-query";
import { report as reportOf } from "../../api/queries";
import type { Row, Variant, VerdictDocument } from "../../api/types";
import { Failed, Loading } from "../../ui/Note";
import { Flips } from "./Flips";
import { Measures } from "./Measures";
import { Outputs } from "./Outputs";
import { Ranking } from "./Ranking";
import { Tensors } from "./Tensors";
import { Warnings } from "./Warnings";

interface Props { variant: Variant; verdict: VerdictDocument | undefined; row: Row | undefined }

/** What the variant lost, and where: what its device answered, and what the quality report knows of nodes and tensors. */
export function AccuracyTab({ variant, verdict, row }: Props) {
    const { data, error, refetch } = useQuery(reportOf(variant.id));
    const evidence = row?.accuracy?.evidence ?? undefined;
    return (
        <>
            <Measures measured={evidence?.metrics} reported={data?.metrics} device={row?.device?.deviceClass} />
            <Flips evidence={evidence} dataset={verdict?.evaluationDataset} />
            <Outputs outputs={evidence?.outputs ?? data?.outputs ?? []} />
            {error && <Failed failure={error} retry={() => void refetch()} />}
            {!data && !error && <Loading what="the quality report" />}
            {data && (
                <>
                    <Ranking report={data} />
                    <Warnings report={data} variant={variant.id} />
                    <Tensors tensors={data.tensors ?? []} />
                </>
            )}
        </>
    );
}
