package dev.narrowgauge.checks.fleet;

import dev.narrowgauge.checks.frame.Conclusion;
import dev.narrowgauge.checks.frame.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Holds a fleet against what a platform may expect of it. */
final class FleetConclusion {
    private static final double MOST_READY_SECONDS = 5;
    private static final double MOST_MEBIBYTES = 300;
    private static final double MOST_MILLIS_TO_START = 50;

    /** By how much two medians of the same program may differ. */
    private static final double SAME = 1.05;

    private static final String STORY = """

            Two APIs, two workers and three agents are processes of the launcher, each in a mount namespace in which the \
            folders of the others are empty, with users of the database that have the rights of their role alone. Postgres, \
            Kafka and an S3 server are another process. The three agents are shown processors of different device classes; \
            in truth all have this machine, by turns. Memory is resident memory of the program and of what it keeps \
            started, after a minute without work.

            Measurements have one fork in all rows below but `demo`. A run has to end once, with one variant of each recipe \
            and one measurement of each variant on each device class.

            In the rows `runs` a program is killed, stopped for longer than its lease of 5 s, or ended and started again, or a \
            node is drained, one after the other in the order of a seed, as long as runs go on; a node that has been drained \
            for 5 s, which is five heartbeats, may take nothing. In the rows `postgres` the database is killed when a \
            transaction has written some of its rows and waits to write the next. In the row `brokers` Kafka is three brokers, \
            each a process of its own, and topics have three replicas; one is killed when a run has just been submitted, and \
            is back once that run and the next have ended.

            In the rows `links` each agent is outside: in a network namespace, with a join token, and with no way but to the \
            gRPC of one of the APIs; before the first run each port of the fleet is tried from there. One link after the other \
            is cut for up to twice the lease, or slowed, and mended.
            """;

    private final List<String> failures = new ArrayList<>();
    private final StringBuilder text = new StringBuilder("""
            | what | found | asked |
            |---|---|---|
            """);
    private final StringBuilder runs = new StringBuilder("""

            | row | runs | s | disruptions |
            |---|---|---|---|
            """);

    private FleetConclusion() {}

    static Conclusion of(List<Figures> rows) {
        FleetConclusion conclusion = new FleetConclusion();
        rows.forEach(conclusion::add);
        return new Conclusion(conclusion.failures, conclusion.text + STORY + conclusion.runs);
    }

    private void add(Figures row) {
        switch (row.row()) {
            case FleetCheck.ROLES -> row.as(RoleFigures.class).roles().forEach(this::add);
            case FleetCheck.SUBMIT_TO_START -> add(row.as(SubmitToStart.class));
            case FleetCheck.STANDALONE -> add(row.as(StandaloneStart.class));
            default -> add(row.row(), row.as(RunFigures.class));
        }
    }

    private void add(RoleFigures.Started role) {
        say(
                role.role() + ": ready after a start, median of "
                        + role.seconds().size(),
                figure("%.2f s", role.medianSeconds()),
                figure("at most %.0f s", MOST_READY_SECONDS),
                role.medianSeconds() <= MOST_READY_SECONDS);
        say(
                role.role() + ": memory without work (of its own process)",
                figure("%.0f MiB (%.0f MiB)", role.mebibytesWithChildren(), role.mebibytes()),
                figure("at most %.0f MiB", MOST_MEBIBYTES),
                role.mebibytesWithChildren() <= MOST_MEBIBYTES);
    }

    private void add(SubmitToStart figures) {
        say(
                "from a submission until a worker has the job, p50 of %d (longest)"
                        .formatted(figures.millis().size()),
                figure("%.1f ms (%.1f ms)", figures.p50(), figures.longest()),
                figure("at most %.0f ms", MOST_MILLIS_TO_START),
                figures.p50() <= MOST_MILLIS_TO_START);
    }

    private void add(StandaloneStart figures) {
        say(
                "`up`: ready after a start, median of " + figures.seconds().size(),
                figure("%.2f s", figures.median()),
                figures.problem().isEmpty()
                        ? figure(
                                "no more than in %s: %.2f s",
                                StandaloneStart.COMMIT_BEFORE.substring(0, 8), figures.medianBefore())
                        : "not known: "
                                + figures.problem().replaceAll("\\s+", " ").replace("|", "\\|"),
                figures.median() <= SAME * figures.medianBefore());
    }

    private void add(String row, RunFigures figures) {
        runs.append(figure(
                "| %s | %d | %.0f | %s |%n",
                row, figures.runs(), figures.seconds(), String.join(", ", figures.disruptions())));
        figures.faults().forEach(fault -> failures.add("%s: %s".formatted(row, fault)));
    }

    private static String figure(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private void say(String what, String found, String asked, boolean holds) {
        text.append("| %s | %s | %s |%n".formatted(what, found, asked));
        if (!holds) {
            failures.add("%s: %s, asked for is %s".formatted(what, found, asked));
        }
    }
}
