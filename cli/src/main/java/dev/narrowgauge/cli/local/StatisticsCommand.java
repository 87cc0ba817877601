package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.CommandGroup;
import dev.narrowgauge.cli.output.OutputFile;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineAnswer;
import dev.narrowgauge.proto.engine.MergeStatistics;
import dev.narrowgauge.proto.engine.StatisticsMerged;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Works with files of calibration statistics. */
@Command(
        name = "statistics",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Works with the files that quantize --save-statistics writes.",
        subcommands = StatisticsCommand.Merge.class)
public final class StatisticsCommand extends CommandGroup {

    /** Adds up what several machines, or several sets of samples, observed of one model. */
    @Command(
            name = "merge",
            mixinStandardHelpOptions = true,
            description = "Adds up statistics of one model, as if one pass had seen all their samples.")
    static final class Merge implements Callable<Integer> {
        @Parameters(arity = "1..*", paramLabel = "FILE", description = "Statistics to add up.")
        private List<Path> files;

        @Option(
                names = {"-o", "--output"},
                paramLabel = "OUT",
                required = true,
                description = "Where to write the sum.")
        private Path output;

        @Mixin
        private LocalWork work;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            MergeStatistics.Builder task = MergeStatistics.newBuilder();
            files.forEach(file -> task.addStatisticsPath(InputFile.existing(file, "statistics")));
            task.setOutputPath(OutputFile.checked(output, files).path().toString());
            EngineAnswer<StatisticsMerged> answer = work.run(
                    spec.commandLine().getErr(), call -> Engine.installed().mergeStatistics(task.build(), call));
            StatisticsMerged merged = answer.value();
            spec.commandLine()
                    .getOut()
                    .printf("statistics   %d tensors on %d samples%n", merged.getTensors(), merged.getSamples());
            return ExitCode.OK.status();
        }
    }
}
