package dev.narrowgauge.checks.submit;

import java.util.Map;

/**
 * What a load of submissions found.
 *
 * @param runsBefore in the database when the load began
 * @param fillSeconds in which they were filed
 * @param connections of the load
 * @param load as it was answered
 * @param quiet whether the machine had nothing else to do when the load began
 * @param kept runs that were acknowledged before the service was killed, all loads together
 * @param keptUnderKill of these, from the load under which it was killed
 * @param given how it answered afterwards, asked for each of these once
 * @param restartSeconds from its start until it answered again
 * @param options of its virtual machine
 * @param settings of its database, by their names
 * @param flushMillis of a page to the disk, by itself
 */
record SubmitFigures(
        int runsBefore,
        double fillSeconds,
        int connections,
        LoadFigures load,
        boolean quiet,
        int kept,
        int keptUnderKill,
        LoadFigures given,
        double restartSeconds,
        String options,
        Map<String, String> settings,
        double flushMillis) {
    int missing() {
        return kept - given.accepted();
    }

    String setting(String name) {
        return settings.getOrDefault(name, "unknown");
    }
}
