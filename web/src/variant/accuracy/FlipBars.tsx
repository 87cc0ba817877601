import type { AccuracyEvidence } from "../../api/types";
import { Bars } from "../../draw/Bars";

/** Which of the changed answers were a loss; as bars of one scale. */
export function FlipBars({ evidence: { flips = 0, onlyBaselineCorrect: lost = 0, onlyVariantCorrect: won = 0 } }: { evidence: AccuracyEvidence }) {
    if (flips === 0) return null;
    const bar = (name: string, count: number, tone?: "more") => ({ key: name, name, from: 0, to: count / flips, value: String(count), ...(tone ? { tone } : {}) });
    // Answers without a label are among the changed ones, too.
    return <Bars label="Changed answers" heads={["Outcome", "Bar", "Answers"]} bars={[bar("Only FP32 is right", lost, "more"), bar("Only the variant is right", won), bar("Neither, or nobody says what is right", Math.max(0, flips - lost - won))]} />;
}
