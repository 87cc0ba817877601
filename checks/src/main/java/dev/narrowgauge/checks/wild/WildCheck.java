package dev.narrowgauge.checks.wild;

import dev.narrowgauge.checks.frame.Check;
import dev.narrowgauge.checks.frame.CheckOptions;
import dev.narrowgauge.checks.frame.Conclusion;
import dev.narrowgauge.checks.frame.Figures;
import dev.narrowgauge.checks.frame.TemporaryDirectory;
import dev.narrowgauge.checks.packages.PackagedZoo;
import dev.narrowgauge.checks.zoo.BuiltSpecimen;
import dev.narrowgauge.checks.zoo.SharedZoo;
import dev.narrowgauge.checks.zoo.Specimen;
import dev.narrowgauge.checks.zoo.built.BuiltZoo;
import dev.narrowgauge.checks.zoo.built.LineRecogniser;
import dev.narrowgauge.checks.zoo.built.StreamZoo;
import dev.narrowgauge.domain.decision.Decision.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The decision about networks of every kind, on samples that nobody used before. */
public final class WildCheck implements Check {
    private static final int MOST_UNDECIDED = 2;

    private Peer peer;

    @Override
    public String name() {
        return "wild";
    }

    @Override
    public String purpose() {
        return "what the default decides about networks of every kind holds on new samples";
    }

    @Override
    public List<String> rows(CheckOptions options) {
        return specimens().stream().map(Specimen::name).toList();
    }

    @Override
    public String inputs(String row, CheckOptions options) {
        return find(row).inputs(options);
    }

    @Override
    public Figures measure(String row, CheckOptions options) {
        if (peer == null) {
            peer = Peer.of(options);
        }
        Specimen specimen = find(row);
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            Specimen.Files files = specimen.provide(directory.path(), options);
            return Figures.of(
                    row, new WildMeasurement(specimen, files, directory.path(), options.checkout(), peer).measure());
        }
    }

    @Override
    public String line(Figures row) {
        WildFigures figures = row.as(WildFigures.class);
        return "%s | %s | %s"
                .formatted(
                        figures.decision(),
                        figures.ours() == null
                                ? figures.reason()
                                : figures.ours().cells(),
                        Verdicts.against(row.row(), figures));
    }

    @Override
    public Conclusion conclude(List<Figures> rows) {
        List<String> failures = new ArrayList<>();
        List<String> undecided = new ArrayList<>();
        StringBuilder text = new StringBuilder(TABLE_HEAD);
        for (Figures row : rows) {
            WildFigures figures = row.as(WildFigures.class);
            failures.addAll(Verdicts.against(row.row(), figures));
            if (Verdicts.isOutcome(figures, Outcome.CANNOT_TELL) && figures.quiet()) {
                undecided.add(row.row());
            }
            text.append(line(row.row(), figures));
        }
        if (undecided.size() > MOST_UNDECIDED) {
            failures.add("%d networks cannot be told about on a quiet machine, and %d may be: %s"
                    .formatted(undecided.size(), MOST_UNDECIDED, undecided));
        }
        return new Conclusion(
                failures, text.append(REASONS).append(reasons(rows)).toString());
    }

    private static final String TABLE_HEAD = """
            Accuracy, SQNR and latency are of samples that neither the quantizer nor its decision has seen; the limits are those \
            that hold without a policy. Latency is the time of the file / the time of the original, one thread, one sample a \
            run, with its 95 % interval. Seconds and MiB are of the whole process, with everything it starts. Beside it the best \
            file of ONNX Runtime's own quantizer that loads (static per channel, static per tensor, dynamic): the fastest that \
            keeps its accuracy, else the most accurate.

            | network | nodes | decision | accuracy | SQNR dB | size | latency | s | MiB | peer's | accuracy | SQNR dB | size \
            | latency | s | MiB |
            |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
            """;

    private static final String REASONS = """

            | network | origin | reason of the decision | same file under load | quiet machine |
            |---|---|---|---|---|
            """;

    private static String line(String row, WildFigures figures) {
        Optional<Candidate> best = figures.bestPeer();
        return String.format(
                Locale.ROOT,
                "| %s | %d | %s | %s | %s | %s |%n",
                row,
                figures.nodes(),
                figures.decision(),
                figures.ours() == null ? "no file | | | | |" : figures.ours().cells(),
                best.map(Candidate::name).orElse("none loads"),
                best.map(Candidate::cells).orElse("| | | | |"));
    }

    private static String reasons(List<Figures> rows) {
        StringBuilder text = new StringBuilder();
        for (Figures row : rows) {
            WildFigures figures = row.as(WildFigures.class);
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %s |%n",
                    row.row(),
                    figures.origin(),
                    figures.reason().replace('\n', ' '),
                    figures.sameUnderLoad() ? "yes" : "**no**",
                    figures.quiet() ? "yes" : "no"));
        }
        return text.toString();
    }

    private static Specimen find(String row) {
        return specimens().stream()
                .filter(specimen -> specimen.name().equals(row))
                .findFirst()
                .orElseThrow();
    }

    private static List<Specimen> specimens() {
        List<Specimen> specimens = new ArrayList<>(SharedZoo.all());
        specimens.addAll(PackagedZoo.all());
        BuiltZoo.all().forEach(architecture -> specimens.add(new BuiltSpecimen(architecture)));
        StreamZoo.all().forEach(architecture -> specimens.add(new BuiltSpecimen(architecture)));
        specimens.add(new LineRecogniser());
        return specimens;
    }
}
