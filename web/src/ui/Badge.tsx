import { Icon } from "./Icon";
import styles from "./badge.module.css";

interface Look { tone: string; shape: string; word: string }

/** The words of the command line, with a shape and a colour that only what has passed shares. */
const LOOKS: Record<string, Look> = {
    PASS: { tone: "pass", shape: "pass", word: "PASS" },
    FAIL: { tone: "fail", shape: "fail", word: "FAIL" },
    INCONCLUSIVE: { tone: "unsure", shape: "unsure", word: "INCONCLUSIVE" },
    INVALID: { tone: "invalid", shape: "invalid", word: "INVALID" },
    SHIP: { tone: "pass", shape: "pass", word: "SHIP" },
    SHIP_FP32: { tone: "fail", shape: "fail", word: "SHIP FP32" },
    CANNOT_TELL: { tone: "unsure", shape: "unsure", word: "CANNOT TELL" },
    KEPT: { tone: "pass", shape: "pass", word: "KEPT" },
    BROKEN: { tone: "fail", shape: "fail", word: "BROKEN" },
    UNDECIDED: { tone: "unsure", shape: "unsure", word: "UNDECIDED" },
    QUEUED: { tone: "invalid", shape: "waiting", word: "QUEUED" },
    RUNNING: { tone: "accent", shape: "running", word: "RUNNING" },
    SUCCEEDED: { tone: "invalid", shape: "ended", word: "DONE" },
    DONE: { tone: "invalid", shape: "ended", word: "DONE" },
    CANCELLED: { tone: "invalid", shape: "ended", word: "CANCELLED" },
    FAILED: { tone: "fail", shape: "fail", word: "FAILED" },
    PROPOSED: { tone: "accent", shape: "waiting", word: "PROPOSED" },
    ACTIVE: { tone: "accent", shape: "running", word: "ACTIVE" },
    REPLACED: { tone: "invalid", shape: "ended", word: "REPLACED" },
    ROLLED_BACK: { tone: "invalid", shape: "invalid", word: "ROLLED BACK" },
    WITHDRAWN: { tone: "invalid", shape: "invalid", word: "WITHDRAWN" },
    BASELINE: { tone: "invalid", shape: "ended", word: "BASELINE" },
};

/** A state or a verdict; what only a newer service knows is shown as it is called, and as nothing good. */
export function Badge({ of, quiet = false }: { of: string; quiet?: boolean }) {
    const { tone, shape, word } = look(of);
    return (
        <span className={`${styles.badge} ${styles[tone]} ${quiet ? styles.quiet : ""}`} data-state={of}>
            <Icon shape={shape} />
            {word}
        </span>
    );
}

export const look = (of: string): Look => LOOKS[of] ?? { tone: "invalid", shape: "invalid", word: of };
