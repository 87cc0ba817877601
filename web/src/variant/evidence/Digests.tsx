import type { EvidenceDigests, Row, VerdictDocument } from "../../api/types";
import { counted } from "../../number/number";
import { Card } from "../../ui/Card";
import { Fold } from "../../ui/Fold";
import { Name } from "../../ui/Name";
import { Line, Table } from "../../ui/Table";
import page from "../variant.module.css";

const COLUMNS = [{ head: "What" }, { head: "SHA-256" }];

/** By what everything is known. */
export function Digests({ document, row }: { document: VerdictDocument; row: Row }) {
    const { digests, model, calibrationDataset, evaluationDataset } = document;
    const subjects: [string, string | null | undefined][] = [
        ["File of the variant", row.sha256],
        ["FP32 model", model?.id],
        ["Calibration data", calibrationDataset?.id],
        ["Evaluation data", evaluationDataset?.id],
        ["Verdict document: root of the Merkle tree", digests?.root],
        ...ownLeaves(digests, (document.variants ?? []).indexOf(row)).map(({ name, sha256 }) => [`Piece ${name}`, sha256] as [string, string | undefined]),
    ];
    return (
        <Card title="Digests">
            {digests == null && <p>This verdict is older than digests: run it again to have them.</p>}
            <Table label="Digests" columns={COLUMNS}>
                {subjects.flatMap(([name, digest]) => (digest ? [<Line key={name} columns={COLUMNS} cells={[<Name>{name}</Name>, <code>{digest}</code>]} />] : []))}
            </Table>
            {digests?.leaves && (
                <div className={page.after}>
                    <Fold title={`All ${counted(digests.leaves.length, "piece")} of the verdict document`}>
                        <Table label="All pieces of the verdict document" columns={COLUMNS}>
                            {digests.leaves.map(({ name = "", sha256 }) => <Line key={name} columns={COLUMNS} cells={[<code>{name}</code>, <code>{sha256}</code>]} />)}
                        </Table>
                    </Fold>
                </div>
            )}
        </Card>
    );
}

/** Those of the row at that place. */
export function ownLeaves(digests: EvidenceDigests | null | undefined, index: number): NonNullable<EvidenceDigests["leaves"]> {
    const own = `/variants/${index}`;
    return (digests?.leaves ?? []).filter(({ name = "" }) => name === own || name.startsWith(`${own}/`));
}
