package dev.narrowgauge.engine.runtime.evaluate;

import dev.narrowgauge.domain.accuracy.AgreementAnswers;
import dev.narrowgauge.engine.runtime.verify.NoiseRatio;

/** How far one output of a variant is from the baseline's, sample by sample. */
final class AgreementColumns {
    private final IntColumn rows = new IntColumn();
    private final IntColumn changed = new IntColumn();
    private final FloatColumn signal = new FloatColumn();
    private final FloatColumn noise = new FloatColumn();
    private final FloatColumn cosine = new FloatColumn();

    /**
     * @param power of the variant's output, the sum of its squares
     * @param rowsOfSample answers if the rows of the output are classes
     */
    void add(NoiseRatio ofSample, double power, int rowsOfSample, int changedRows) {
        rows.add(rowsOfSample);
        changed.add(changedRows);
        signal.add(ofSample.signal());
        noise.add(ofSample.isFinite() ? ofSample.noise() : Double.POSITIVE_INFINITY);
        cosine.add(cosine(ofSample, power));
    }

    /** From r·v = (Σr² + Σv² − Σ(r − v)²) / 2. Of nothing and nothing it is 1, of nothing and something 0. */
    private static double cosine(NoiseRatio ofSample, double power) {
        double product = (ofSample.signal() + power - ofSample.noise()) / 2;
        double lengths = Math.sqrt(ofSample.signal()) * Math.sqrt(power);
        if (!Double.isFinite(lengths) || !ofSample.isFinite()) {
            return 0;
        }
        return lengths == 0 ? ofSample.noise() == 0 ? 1 : 0 : Math.clamp(product / lengths, -1.0, 1.0);
    }

    /** @param areClasses whether a row is an answer */
    AgreementAnswers answers(String output, boolean areClasses) {
        return new AgreementAnswers(
                output,
                areClasses ? rows.toArray() : new int[0],
                areClasses ? changed.toArray() : new int[0],
                signal.toArray(),
                noise.toArray(),
                cosine.toArray());
    }
}
