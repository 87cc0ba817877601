package dev.narrowgauge.cli.reduce;

import dev.narrowgauge.cli.local.InputFile;
import dev.narrowgauge.cli.local.LocalWork;
import dev.narrowgauge.cli.local.RecipeFile;
import dev.narrowgauge.cli.local.SampleOptions;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.output.Screen.Tone;
import dev.narrowgauge.domain.decision.AgreementLimits;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineCall;
import dev.narrowgauge.engine.client.WorkDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reduces a model that shows a fault to the smallest one that still does. */
@Command(
        name = "reduce",
        mixinStandardHelpOptions = true,
        description =
                "Reduces a model that shows a fault, and its data, to the smallest that still do, for a bug report.")
public final class ReduceCommand implements Callable<Integer> {
    /** Sums in another order, as optimizations make them, agree far better. */
    private static final double OPTIMIZED_DB = 80;

    /** Differences of a hundred thousandth. */
    private static final double PREPARED_DB = 100;

    private static final int MOST_SECONDS = 30 * 24 * 3600;

    @Parameters(paramLabel = "MODEL", description = "The ONNX model, with its external data beside it.")
    private Path model;

    @Option(
            names = "--when",
            paramLabel = "FAULT",
            required = true,
            converter = Fault.Words.class,
            description = "What is wrong: crash, hang, diverges, slower or refused.")
    private Fault when;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            description = "Samples that show it; a model that is refused or crashes may need none.")
    private Path data;

    @Option(names = "--recipe", paramLabel = "RECIPE.yaml", description = "How to quantize, as YAML or JSON.")
    private Path recipe;

    @ArgGroup
    private InsteadOfQuantizing instead = new InsteadOfQuantizing();

    /** Other things that may show a fault. */
    static final class InsteadOfQuantizing {
        @Option(
                names = "--run",
                description = "Do not quantize: load the model in ONNX Runtime, and run it where there are samples.")
        private boolean run;

        @Option(
                names = "--optimizations",
                description =
                        "Do not quantize: run the model with ONNX Runtime's optimizations and without, and compare.")
        private boolean optimizations;

        @Option(
                names = "--preparation",
                description = "Do not quantize: prepare the model for it, and compare the prepared model.")
        private boolean preparation;

        private Exercise exercise() {
            if (run) {
                return Exercise.RUN;
            }
            if (optimizations) {
                return Exercise.OPTIMIZATIONS;
            }
            return preparation ? Exercise.PREPARATION : Exercise.QUANTIZE;
        }
    }

    @Option(
            names = "--below",
            paramLabel = "DB",
            description =
                    "An output diverges when its signal-to-noise ratio is below this; 20 by default, with --optimizations 80,"
                            + " with --preparation 100.")
    private Double below;

    @Option(
            names = "--ratio",
            paramLabel = "RATIO",
            description =
                    "A model is slower when its time / that of the float model is above this, with 95 %% confidence; by"
                            + " default 1, and smaller models have to keep half of the excess of the whole.")
    private Double ratio;

    @Option(
            names = "--code",
            paramLabel = "CODE",
            description = "The code of the error with which it is refused; by default that of the whole model.")
    private ErrorCode code;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "SMALL.onnx",
            description = "Where to write the reduced model; by default NAME.reduced.onnx beside it. Its data and a"
                    + " report go beside it as .npz and .md.")
    private Path output;

    @Option(
            names = "--time-budget",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "Time for making it smaller, once the fault has shown; ten minutes by default.")
    private int timeBudget;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the data that is made up for parts of the model that do not run; 1 by default.")
    private long seed;

    @Mixin
    private SampleOptions sampleOptions;

    @Mixin
    private LocalWork work;

    @Spec
    private CommandSpec spec;

    private boolean rescued;

    @Override
    public Integer call() {
        InputFile.existing(model, "ONNX model");
        Question question = question();
        Optional<GivenSamples> samples = Optional.ofNullable(data)
                .map(given -> new GivenSamples(
                        Path.of(InputFile.existingSamples(given, "samples")), sampleOptions.json(given)));
        ReducedFiles files = ReducedFiles.beside(
                output == null ? ReducedFiles.defaultName(model) : output, Arrays.asList(model, data, recipe));
        InputFile.requireKinds(
                List.of(model), samples.map(GivenSamples::path).stream().toList());
        Reduced reduced = work.run(spec.commandLine().getErr(), call -> reduce(question, samples, files, call));
        print(Screen.of(spec), reduced, question, files);
        return (reduced.last().isPresent() ? ExitCode.OK : ExitCode.CANNOT_TELL).status();
    }

    private Question question() {
        Exercise exercise = instead.exercise();
        boolean compares = exercise != Exercise.RUN;
        require(
                compares || when != Fault.DIVERGES && when != Fault.SLOWER,
                "--run compares nothing, so nothing diverges or is slower; leave it out");
        require(
                exercise == Exercise.QUANTIZE || exercise == Exercise.RUN || when == Fault.DIVERGES,
                "--optimizations and --preparation compare outputs; give --when diverges");
        require(
                data != null || when != Fault.DIVERGES && when != Fault.SLOWER,
                "Whether a model diverges or is slower shows only on samples; add --data DATA");
        require(
                when != Fault.HANG || spec.commandLine().getParseResult().hasMatchedOption("--timeout"),
                "A model that hangs does not end by itself; say with --timeout SECONDS how long is too long");
        require(code == null || when == Fault.REFUSED, "--code says how a model is refused; give --when refused");
        require(
                timeBudget > 0 && timeBudget <= MOST_SECONDS,
                "--time-budget is %d; give seconds, from 1 to %d".formatted(timeBudget, MOST_SECONDS));
        require(
                ratio == null || ratio > 0 && Double.isFinite(ratio),
                "--ratio is %s; give a ratio of times, such as 1.1".formatted(ratio));
        return new Question(
                when,
                exercise,
                recipe == null ? "" : RecipeFile.read(recipe).json(),
                below == null ? limit(exercise) : below,
                ratio == null ? OptionalDouble.empty() : OptionalDouble.of(ratio),
                Optional.ofNullable(code));
    }

    private static double limit(Exercise exercise) {
        return switch (exercise) {
            case QUANTIZE, RUN -> AgreementLimits.standard().leastSqnrDb();
            case OPTIMIZATIONS -> OPTIMIZED_DB;
            case PREPARATION -> PREPARED_DB;
        };
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new NarrowgaugeException(ErrorCode.REQUEST_INVALID, otherwise);
        }
    }

    private Reduced reduce(Question question, Optional<GivenSamples> samples, ReducedFiles files, EngineCall call) {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (WorkDirectory directory = WorkDirectory.create(temporary)) {
            Reduction reduction =
                    new Reduction(Engine.installed(), question, directory.path(), Duration.ofSeconds(timeBudget), seed);
            Reduced reduced = reduction.reduce(model, samples, call, smallest -> rescue(smallest, question, files));
            write(reduced, question, files);
            return reduced;
        } catch (CancellationException e) {
            if (!rescued) {
                say("nothing smaller was found yet, so nothing was written");
            }
            throw e;
        }
    }

    private static void write(Reduced reduced, Question question, ReducedFiles files) {
        files.write(reduced.after());
        files.writeReport(new BugReport(reduced, question, files).text());
    }

    private void rescue(Reduced smallest, Question question, ReducedFiles files) {
        if (smallest.after() == smallest.before()) {
            return;
        }
        write(smallest, question, files);
        rescued = true;
        // Behind the line of the progress.
        say("");
        say("the smallest so far that shows it has %d of %d nodes; its names and weights are those of your model"
                .formatted(smallest.after().nodes(), smallest.before().nodes()));
        files.written(smallest.after()).forEach(file -> say("wrote " + file));
    }

    private void say(String sentence) {
        spec.commandLine().getErr().println(sentence);
        spec.commandLine().getErr().flush();
    }

    private static void print(Screen screen, Reduced reduced, Question question, ReducedFiles files) {
        String shown = reduced.last().map(Symptom::sentence).orElse(BugReport.NOT_ONCE_MORE);
        screen.headline(
                reduced.last().isPresent() ? Tone.GOOD : Tone.UNSURE,
                question.when().name(),
                shown);
        screen.line(
                "nodes",
                "%d → %d".formatted(reduced.before().nodes(), reduced.after().nodes()));
        if (reduced.samplesBefore() > 0) {
            screen.line(
                    "samples",
                    "%d → %d"
                            .formatted(
                                    reduced.samplesBefore(),
                                    reduced.after().samples().count()));
        }
        screen.line("model", BugReport.bytes(reduced.before()) + " → " + BugReport.bytes(reduced.after()));
        screen.line(
                "took",
                "%s, %d tries%s"
                        .formatted(
                                Numbers.seconds(reduced.took().toMillis() / 1e3),
                                reduced.tried(),
                                reduced.outOfTime()
                                        ? "; a longer --time-budget may make it smaller and replace its weights, which may still be yours"
                                        : ""));
        if (reduced.untaken()) {
            screen.whole("but", BugReport.UNTAKEN);
        }
        files.written(reduced.after()).forEach(file -> screen.whole("wrote", file.toString()));
    }
}
