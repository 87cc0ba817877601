import type { OutputAgreement } from "../../api/types";
import { decibel, four, known, UNKNOWN } from "../../number/number";
import { Card } from "../../ui/Card";
import { Name } from "../../ui/Name";
import { Line, Table } from "../../ui/Table";

const COLUMNS = [{ head: "Output" }, { head: "Signal to noise", numeric: true }, { head: "Worst sample", numeric: true }, { head: "Changed answers", numeric: true }, { head: "Samples", numeric: true }, { head: "99 % differ by at most", numeric: true }];

/** What `sqnrDb` says where the variant has no finite number and FP32 has one. */
const NOT_A_NUMBER = -300;

/** How far each output is from FP32's on the same samples. */
export function Outputs({ outputs }: { outputs: OutputAgreement[] }) {
    if (outputs.length === 0) return null;
    return (
        <Card title="How far each output is from FP32's">
            <Table label="How far each output is from FP32's" columns={COLUMNS}>
                {outputs.map((each) => (
                    <Line
                        key={each.output}
                        columns={COLUMNS}
                        cells={[
                            <span><Name>{each.output ?? ""}</Name><small>{(each.kind ?? "").toLowerCase()}</small></span>,
                            noise(each.sqnrDb, each.changedAnswers),
                            noise(each.worstSampleSqnrDb, each.changedAnswers),
                            each.answers ? `${each.changedAnswers} of ${each.answers}` : UNKNOWN,
                            each.samples ?? UNKNOWN,
                            known(each.differenceP99, four),
                        ]}
                    />
                ))}
            </Table>
        </Card>
    );
}

/** None is told both of outputs without noise and of those whose noise was not measured; the first change no answer. */
function noise(decibels: number | null | undefined, changed: number | undefined): string {
    if (decibels == null) return changed === 0 ? "no noise, or not measured" : UNKNOWN;
    return decibels <= NOT_A_NUMBER ? "no finite number" : decibel(decibels);
}
