package dev.narrowgauge.checks.fleet;

import java.util.List;
import java.util.Locale;

/**
 * What came of runs.
 *
 * @param faults what was not as it has to be, in sentences
 * @param disruptions that there were meanwhile
 */
record RunFigures(int runs, List<String> faults, List<String> disruptions, double seconds) {
    String line() {
        return String.format(
                Locale.ROOT,
                "%d runs in %.0f s, %d faults, disruptions: %s",
                runs,
                seconds,
                faults.size(),
                String.join(", ", disruptions));
    }
}
