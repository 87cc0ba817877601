package dev.narrowgauge.domain.determinism;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * Two ways to run a model, held against each other.
 *
 * @param what differs between the two, a phrase such as {@code 2 threads instead of 1}
 * @param samples that were run both ways
 * @param differing of these, samples with any byte that is not the same
 * @param changedAnswers of these, samples whose largest value of the first output is another one
 * @param largest distance of two values of the first output; null where their numbers differ or one is not a number
 * @param remedy the setting that gives the same bytes both ways, as ONNX Runtime names it; null where nothing differs, and
 *     where none of those that were tried helps
 */
public record Difference(String what, int samples, int differing, int changedAnswers, Double largest, String remedy) {
    public Difference {
        requireNonNull(what, "what is null");
        if (differing < 0 || differing > samples || changedAnswers > differing) {
            throw new IllegalArgumentException("of %d samples %d differ and %d are answered otherwise"
                    .formatted(samples, differing, changedAnswers));
        }
    }

    /** Of the same samples, run twice. */
    static Difference between(String what, Answers first, Answers second) {
        int differing = 0;
        int changed = 0;
        double largest = 0;
        for (int sample = 0; sample < first.samples().size(); sample++) {
            Answers.Sample before = first.samples().get(sample);
            Answers.Sample after = second.samples().get(sample);
            if (before.equals(after)) {
                continue;
            }
            differing++;
            changed += before.largest() == after.largest() ? 0 : 1;
            largest = Math.max(largest, before.distance(after));
        }
        return new Difference(
                what,
                first.samples().size(),
                differing,
                changed,
                Double.isNaN(largest) ? null : (Double) largest,
                null);
    }

    Difference withRemedy(String setting) {
        return new Difference(what, samples, differing, changedAnswers, largest, setting);
    }

    public boolean differs() {
        return differing > 0;
    }

    /** For a person. */
    public String sentence() {
        if (!differs()) {
            return "the same, bit for bit, on %d samples".formatted(samples);
        }
        String answers = changedAnswers == 0 ? "no answer changes" : "answers changed: %d".formatted(changedAnswers);
        String distance = largest == null ? "" : String.format(Locale.ROOT, ", values by up to %.2g", largest);
        return "%d of %d samples differ%s; %s; %s"
                .formatted(
                        differing,
                        samples,
                        distance,
                        answers,
                        remedy == null ? "no setting that was tried removes it" : remedy + " removes it");
    }
}
