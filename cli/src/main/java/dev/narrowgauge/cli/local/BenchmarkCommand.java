package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.output.JsonFile;
import dev.narrowgauge.cli.output.OutputFile;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.client.BenchmarkPlan;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.PairedMeasurement;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Times variants against a baseline on this machine. */
@Command(
        name = "benchmark",
        mixinStandardHelpOptions = true,
        description = "Times each variant against the baseline, in interleaved pairs of blocks.")
public final class BenchmarkCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "BASELINE", description = "The model to compare with.")
    private Path baseline;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "VARIANT", description = "Models to time against it.")
    private List<Path> variants;

    @Option(names = "--data", paramLabel = "DATA.npz", required = true, description = "Samples to run.")
    private Path data;

    @Option(names = "--output", paramLabel = "R.json", description = "Where to write the result as JSON.")
    private Path output;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "1", description = "Samples per run; 1 by default.")
    private int batchSize;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            defaultValue = "20",
            description = "Most pairs of blocks, a multiple of 10; 20 by default.")
    private int maxPairs;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the order of the blocks; random by default.")
    private Long seed;

    @Mixin
    private LocalWork work;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        InputFile.existing(baseline, "baseline model");
        variants.forEach(variant -> InputFile.existing(variant, "variant"));
        InputFile.existing(data, "data");
        Optional<OutputFile> document = Optional.ofNullable(output).map(file -> OutputFile.checked(file, inputs()));
        BenchmarkPlan plan = plan();
        InputFile.requireModel(baseline);
        variants.forEach(InputFile::requireModel);
        InputFile.requireDataset(data);
        Map<Path, PairedMeasurement> measurements = new LinkedHashMap<>();
        for (Path variant : variants) {
            measurements.put(variant, measure(variant, plan));
        }
        PrintWriter out = spec.commandLine().getOut();
        BenchmarkText.print(out, baseline, measurements);
        document.ifPresent(file -> JsonFile.write(file, BenchmarkDocument.of(baseline, data, measurements)));
        return ExitCode.OK.status();
    }

    private List<Path> inputs() {
        List<Path> inputs = new ArrayList<>(variants);
        inputs.addAll(List.of(baseline, data));
        return inputs;
    }

    private PairedMeasurement measure(Path variant, BenchmarkPlan plan) {
        PrintWriter error = spec.commandLine().getErr();
        error.printf("%s against %s%n", variant.getFileName(), baseline.getFileName());
        return work.run(error, call -> Engine.installed().benchmark().compare(baseline, variant, data, plan, call));
    }

    private BenchmarkPlan plan() {
        require(batchSize >= 1, "--batch is %d; give how many samples a run takes, at least 1", batchSize);
        require(
                maxPairs >= BenchmarkPlan.PAIRS_PER_LOOK && maxPairs % BenchmarkPlan.PAIRS_PER_LOOK == 0,
                "--pairs is %d; give a multiple of " + BenchmarkPlan.PAIRS_PER_LOOK,
                maxPairs);
        BenchmarkPlan standard = BenchmarkPlan.standard(seed == null ? System.nanoTime() : seed);
        return new BenchmarkPlan(
                batchSize, maxPairs, standard.confidence(), standard.margin(), standard.seed(), standard.maxDuration());
    }

    private static void require(boolean right, String otherwise, int value) {
        if (!right) {
            throw new NarrowgaugeException(ErrorCode.REQUEST_INVALID, otherwise.formatted(value));
        }
    }
}
