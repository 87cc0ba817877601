package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.error.ExitCode;
import java.util.Collection;
import java.util.Comparator;

/** What the gate says. Declared from the least to the most decisive, so that the strongest of several is the maximum. */
public enum Verdict {
    /** Shown, at the policy's confidence, to keep the limit. */
    PASS,
    /** The evidence does not decide; more samples or pairs may. */
    INCONCLUSIVE,
    /** There is no usable evidence: a job failed, the device was too noisy, data are missing. */
    INVALID,
    /** Shown to break the limit. */
    FAIL;

    /** A proven failure outweighs missing evidence, which outweighs weak evidence. No verdicts at all is {@link #INVALID}. */
    public static Verdict strongest(Collection<Verdict> verdicts) {
        return verdicts.stream().max(Comparator.naturalOrder()).orElse(INVALID);
    }

    /** What a command that decides ends with. */
    public ExitCode exitCode() {
        return switch (this) {
            case PASS -> ExitCode.OK;
            case FAIL -> ExitCode.FAIL;
            case INCONCLUSIVE -> ExitCode.CANNOT_TELL;
            case INVALID -> ExitCode.INVALID;
        };
    }
}
