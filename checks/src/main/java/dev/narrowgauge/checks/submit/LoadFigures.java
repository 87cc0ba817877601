package dev.narrowgauge.checks.submit;

import java.util.List;
import java.util.stream.Stream;

/**
 * How a load was answered. Latencies are milliseconds from when a request was due until its answer was there.
 *
 * @param perSecond that were due
 * @param seconds from when the first was due until the last answer
 * @param unanswered sent, and the connection failed
 * @param unsent too late by then, or no connection was left
 * @param late milliseconds after it was due at which all but one in a hundred requests had been sent
 * @param complaints some answers of another kind, each once
 */
record LoadFigures(
        int perSecond,
        int offered,
        int accepted,
        int refused,
        int unanswered,
        int unsent,
        double seconds,
        double p50,
        double p99,
        double max,
        double late,
        List<String> complaints) {
    private static final double MEDIAN = 0.5;
    private static final double NEARLY_ALL = 0.99;
    private static final double MILLISECOND = 1e6;
    private static final double SECOND = 1e9;
    private static final int MOST_COMPLAINTS = 3;
    private static final int MOST_CHARACTERS = 300;

    /** @param outcomes of the schedule's requests, in their order */
    static LoadFigures of(Schedule schedule, List<Outcome> outcomes) {
        long[] latencies =
                accepted(outcomes).mapToLong(Outcome.Accepted::latency).sorted().toArray();
        long[] lates =
                accepted(outcomes).mapToLong(Outcome.Accepted::late).sorted().toArray();
        long last = 0;
        for (int request = 0; request < outcomes.size(); request++) {
            if (outcomes.get(request) instanceof Outcome.Accepted accepted) {
                last = Math.max(last, schedule.due(request) + accepted.latency() - schedule.start());
            }
        }
        return new LoadFigures(
                schedule.perSecond(),
                outcomes.size(),
                latencies.length,
                count(outcomes, Outcome.Refused.class),
                count(outcomes, Outcome.Unanswered.class),
                count(outcomes, Outcome.Unsent.class),
                last / SECOND,
                quantile(latencies, MEDIAN),
                quantile(latencies, NEARLY_ALL),
                quantile(latencies, 1),
                quantile(lates, NEARLY_ALL),
                outcomes.stream()
                        .flatMap(LoadFigures::complaint)
                        .distinct()
                        .limit(MOST_COMPLAINTS)
                        .toList());
    }

    double acceptedPerSecond() {
        return seconds > 0 ? accepted / seconds : 0;
    }

    /** Of a sorted array, in milliseconds: the smallest value that this share of all does not exceed; NaN of none. */
    private static double quantile(long[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(share * sorted.length) - 1] / MILLISECOND;
    }

    static Stream<Outcome.Accepted> accepted(List<Outcome> outcomes) {
        return outcomes.stream().filter(Outcome.Accepted.class::isInstance).map(Outcome.Accepted.class::cast);
    }

    private static int count(List<Outcome> outcomes, Class<? extends Outcome> type) {
        return (int) outcomes.stream().filter(type::isInstance).count();
    }

    private static Stream<String> complaint(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Refused(String answer) -> Stream.of(shortened(answer));
            case Outcome.Unanswered(String failure) -> Stream.of(shortened(failure));
            case Outcome.Accepted _, Outcome.Unsent _ -> Stream.of();
        };
    }

    private static String shortened(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
    }
}
