package dev.narrowgauge.domain.decision;

/**
 * How far a variant's answers may be from its baseline's.
 *
 * @param mostTop1Loss with labels: points of top-1 that may be lost, a share of 1, held against the score test of Tango
 * @param confidence of that test, one-sided
 * @param mostChangedClasses share of classes that may differ
 * @param mostChangedSequences share of decoded sequences that may differ
 * @param mostProbabilityDifference of the absolute differences, at the 99th percentile
 * @param leastSqnrDb of values, over all samples
 * @param leastSampleSqnrDb of values, in any one sample
 */
public record AgreementLimits(
        double mostTop1Loss,
        double confidence,
        double mostChangedClasses,
        double mostChangedSequences,
        double mostProbabilityDifference,
        double leastSqnrDb,
        double leastSampleSqnrDb) {

    /** What holds where no policy says otherwise. */
    public static AgreementLimits standard() {
        return new AgreementLimits(0.01, 0.95, 0.01, 0.05, 0.02, 20, 12);
    }

    /** The same with every error allowed to be that many times as large; decibels follow. */
    public AgreementLimits times(double factor) {
        double decibel = 20 * Math.log10(factor);
        return new AgreementLimits(
                factor * mostTop1Loss,
                confidence,
                factor * mostChangedClasses,
                factor * mostChangedSequences,
                factor * mostProbabilityDifference,
                leastSqnrDb - decibel,
                leastSampleSqnrDb - decibel);
    }

    public AgreementLimits withTop1Loss(double most, double testConfidence) {
        return new AgreementLimits(
                most,
                testConfidence,
                mostChangedClasses,
                mostChangedSequences,
                mostProbabilityDifference,
                leastSqnrDb,
                leastSampleSqnrDb);
    }
}
