package dev.narrowgauge.domain.gate;

import java.util.List;

/**
 * That a row stands on more than one measurement, or was to.
 *
 * @param forks of each measurement, in order; those of the evidence, which has them one after another
 * @param apart why others are not among them, sentences
 */
public record Extension(List<Integer> forks, List<String> apart) {
    public Extension {
        forks = forks == null ? List.of() : List.copyOf(forks);
        apart = apart == null ? List.of() : List.copyOf(apart);
        if (forks.isEmpty() || forks.stream().anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException("an extension is not of some measurements' forks: " + forks);
        }
    }

    int allForks() {
        return forks.stream().mapToInt(Integer::intValue).sum();
    }

    /** For a person; empty where nothing came of it. */
    String sentence() {
        return forks.size() == 1
                ? ""
                : "Extended: the forks of %d measurements, %s, count as one."
                        .formatted(
                                forks.size(),
                                String.join(
                                        " + ",
                                        forks.stream().map(String::valueOf).toList()));
    }
}
