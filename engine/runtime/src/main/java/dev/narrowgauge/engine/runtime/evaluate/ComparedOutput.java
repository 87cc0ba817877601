package dev.narrowgauge.engine.runtime.evaluate;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.decision.OutputAgreement;

/**
 * How far an output is from the baseline's, and what that lets expect of other samples.
 *
 * @param expectedChanges share of classes or sequences that are expected to change there, see {@link AnswerMargins}; 0 where
 *     the output gives neither
 * @param noiseError standard error of the noise power per signal power, as a share of it, see {@link NoiseSpread}
 */
public record ComparedOutput(OutputAgreement agreement, double expectedChanges, double noiseError) {
    public ComparedOutput {
        requireNonNull(agreement, "agreement is null");
    }

    /** Of the output. */
    public String name() {
        return agreement.output();
    }
}
