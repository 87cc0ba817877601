package dev.narrowgauge.checks.networks;

import dev.narrowgauge.checks.frame.Check;
import dev.narrowgauge.checks.frame.CheckOptions;
import dev.narrowgauge.checks.frame.Conclusion;
import dev.narrowgauge.checks.frame.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/** The default of random networks beside the original, everything in integers, and dynamic integers. */
public final class NetworksCheck implements Check {
    private static final int NETWORKS = 200;
    private static final int MOST_BEATEN = 2;
    private static final String INTRODUCTION = """
            A default is beaten where the 95 % interval of its time / another file's time lies above 1.05 in two measurements. \
            Files that break the stated limits of accuracy on 200 new samples are named, but could not be shipped. Where the \
            decision is to ship FP32 the default is the original file.""";

    @Override
    public String name() {
        return "networks";
    }

    @Override
    public String purpose() {
        return "the default of 200 random networks is as fast as the best of float, all quantized and dynamic";
    }

    @Override
    public List<String> rows(CheckOptions options) {
        return LongStream.range(0, NETWORKS)
                .mapToObj(seed -> RandomNetwork.of(seed).name())
                .toList();
    }

    @Override
    public Figures measure(String row, CheckOptions options) {
        long seed = Long.parseLong(row.substring(0, row.indexOf('-')));
        return Figures.of(row, NetworkMeasurement.measure(RandomNetwork.of(seed)));
    }

    @Override
    public String line(Figures row) {
        NetworkFigures figures = row.as(NetworkFigures.class);
        return "%s, file / float %.2f%s"
                .formatted(figures.decision(), figures.fileRatio(), figures.beaten() ? ", beaten" : "");
    }

    @Override
    public Conclusion conclude(List<Figures> rows) {
        List<String> beaten = new ArrayList<>();
        List<String> late = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        text.append(INTRODUCTION).append("%n%n".formatted());
        text.append(
                "| network | nodes | decision | shipped | beaten by | ratio | accuracy of that one |%n".formatted());
        text.append("|---|---|---|---|---|---|---|%n".formatted());
        for (Figures row : rows) {
            NetworkFigures figures = row.as(NetworkFigures.class);
            if (figures.beaten()) {
                beaten.add(row.row());
            }
            if (figures.late()) {
                late.add(row.row());
                figures.rivals().stream()
                        .filter(NetworkFigures.Rival::faster)
                        .forEach(rival -> text.append(line(row.row(), figures, rival)));
            }
        }
        text.append("%n%d networks: %d beaten by a file that keeps its accuracy, %d by any. Decisions: %s.%n"
                .formatted(rows.size(), beaten.size(), late.size(), decisions(rows)));
        return new Conclusion(
                beaten.size() <= MOST_BEATEN
                        ? List.of()
                        : List.of("%d defaults are beaten, and %d may be: %s"
                                .formatted(beaten.size(), MOST_BEATEN, beaten)),
                text.toString());
    }

    private static String line(String row, NetworkFigures figures, NetworkFigures.Rival rival) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %s | %s | %s | %.2f [%.2f, %.2f] | %s |%n",
                row,
                figures.nodes(),
                figures.decision(),
                figures.shipped(),
                rival.name(),
                rival.ratio(),
                rival.low(),
                rival.high(),
                rival.broken().isEmpty() ? "kept" : String.join("; ", rival.broken()));
    }

    private static String decisions(List<Figures> rows) {
        List<String> all = rows.stream()
                .map(row -> row.as(NetworkFigures.class).decision())
                .toList();
        return String.join(
                ", ",
                all.stream()
                        .distinct()
                        .sorted()
                        .map(each -> all.stream().filter(each::equals).count() + " " + each)
                        .toList());
    }
}
