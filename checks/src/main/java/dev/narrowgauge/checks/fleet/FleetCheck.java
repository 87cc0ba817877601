package dev.narrowgauge.checks.fleet;

import dev.narrowgauge.checks.frame.Check;
import dev.narrowgauge.checks.frame.CheckOptions;
import dev.narrowgauge.checks.frame.Conclusion;
import dev.narrowgauge.checks.frame.Figures;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.fleet.Fleet;
import dev.narrowgauge.fleet.FleetPlan;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The programs of one role each as a deployment of several machines: under disruptions, and what it takes and how soon it starts. */
public final class FleetCheck implements Check {
    static final String ROLES = "roles";
    static final String SUBMIT_TO_START = "submit-to-start";
    static final String STANDALONE = "standalone";
    static final String DEMO = "demo";
    static final String DISK_FULL = "disk-full";
    static final String POSTGRES = "postgres-";
    static final String BROKERS = "brokers";
    static final String LINKS = "links-";
    static final String RUNS = "runs-";

    private static final int ROWS_OF_RUNS = 10;
    private static final int ROWS_OF_LINKS = 3;
    private static final int BUDGET_SECONDS = 600;
    private static final int LONG_BUDGET_SECONDS = 1500;
    private static final Set<String> LONG = Set.of(STANDALONE, BROKERS);

    @Override
    public String name() {
        return "fleet";
    }

    @Override
    public String purpose() {
        return "runs end once on machines that share nothing, whatever program, broker or link is lost, and the programs are small and start soon";
    }

    @Override
    public List<String> rows(CheckOptions options) {
        return Stream.of(
                        Stream.of(ROLES, SUBMIT_TO_START, STANDALONE, DEMO),
                        Stream.of(InterruptedWrite.values()).map(FleetCheck::row),
                        Stream.of(DISK_FULL, BROKERS),
                        numbered(LINKS, ROWS_OF_LINKS),
                        numbered(RUNS, ROWS_OF_RUNS))
                .flatMap(rows -> rows)
                .toList();
    }

    private static Stream<String> numbered(String kind, int rows) {
        return IntStream.rangeClosed(1, rows).mapToObj(number -> kind + number);
    }

    static String row(InterruptedWrite write) {
        return POSTGRES + write.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public int budget(String row) {
        boolean isLong = row.startsWith(RUNS) || row.startsWith(LINKS) || LONG.contains(row);
        return isLong ? LONG_BUDGET_SECONDS : BUDGET_SECONDS;
    }

    @Override
    public Figures measure(String row, CheckOptions options) {
        if (row.equals(STANDALONE)) {
            return Figures.of(row, StandaloneStart.measure(options));
        }
        Fleet.whyNot().ifPresent(reason -> {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID, "No fleet can be put up on this machine: %s".formatted(reason));
        });
        FleetPlan plan = FleetPlan.of(
                options.checkout(),
                options.work().resolve("fleet/data"),
                program -> List.of(options.checkout().resolve("narrowgauge").toString(), program));
        return Figures.of(row, measure(row, plan, options));
    }

    private static Object measure(String row, FleetPlan plan, CheckOptions options) {
        return switch (row) {
            case ROLES -> RoleFigures.measure(plan);
            case SUBMIT_TO_START ->
                SubmitToStart.measure(plan, options.checkout().resolve("demo"));
            default -> new FleetRuns(plan, options.checkout().resolve("demo")).measure(row);
        };
    }

    @Override
    public String line(Figures row) {
        return switch (row.row()) {
            case ROLES -> row.as(RoleFigures.class).line();
            case SUBMIT_TO_START -> row.as(SubmitToStart.class).line();
            case STANDALONE -> row.as(StandaloneStart.class).line();
            default -> row.as(RunFigures.class).line();
        };
    }

    @Override
    public Conclusion conclude(List<Figures> rows) {
        return FleetConclusion.of(rows);
    }
}
