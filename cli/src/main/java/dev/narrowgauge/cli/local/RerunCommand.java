package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.output.Screen.Tone;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.latency.LatencyAgreement;
import dev.narrowgauge.domain.latency.Speed;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.PairedMeasurement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A second look at what was measured. */
@Command(
        name = "rerun",
        mixinStandardHelpOptions = true,
        description = "Measures once more what benchmark --output wrote down, and says whether both agree.")
public final class RerunCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "RESULT.json",
            description = "What benchmark --output wrote, on the same class of machine.")
    private Path file;

    @Option(names = "--anyway", description = "Measure although this machine is of another device class.")
    private boolean anyway;

    @Mixin
    private LocalWork work;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        RecordedBenchmark recorded = RecordedBenchmark.read(file);
        InputFile.existingSamples(recorded.data(), "data");
        MeasuringMachine here = work.run(
                spec.commandLine().getErr(), call -> MeasuringMachine.ofThisMachine(recorded.baseline(), call));
        if (!anyway) {
            recorded.requireClassOf(here);
        }
        List<PairedMeasurement> again = work.run(
                spec.commandLine().getErr(),
                call -> Engine.installed()
                        .benchmark()
                        .compare(
                                recorded.baseline(),
                                recorded.variants(),
                                recorded.data(),
                                recorded.dataSettings(),
                                recorded.plan(),
                                call));
        Screen screen = Screen.of(spec);
        List<Verdict> verdicts = new ArrayList<>(List.of(Verdict.PASS));
        for (int i = 0; i < again.size(); i++) {
            Optional<LatencyAgreement> agreement = again.get(i).comparison().speed() == Speed.INVALID
                    ? Optional.empty()
                    : LatencyAgreement.of(
                            recorded.evidence().get(i), again.get(i).evidence());
            verdicts.add(say(screen, recorded.variants().get(i), again.get(i), agreement));
        }
        recorded.machine().stream()
                .flatMap(first -> here.differences(first).stream())
                .forEach(screen::text);
        ExitCode status = Verdict.strongest(verdicts).exitCode();
        return status.status();
    }

    private static Verdict say(
            Screen screen, Path variant, PairedMeasurement again, Optional<LatencyAgreement> agreement) {
        String name = variant.getFileName().toString();
        if (again.comparison().speed() == Speed.INVALID) {
            screen.headline(
                    Tone.UNSURE, "INVALID", name + ": " + again.comparison().reason());
            return Verdict.INVALID;
        }
        if (agreement.isEmpty()) {
            screen.headline(Tone.UNSURE, "CANNOT TELL", name + ": one of the two is a preview of a single fork.");
            return Verdict.INCONCLUSIVE;
        }
        LatencyAgreement found = agreement.get();
        String change = Numbers.interval(found.change());
        if (found.agrees()) {
            screen.headline(
                    Tone.GOOD,
                    "AGREES",
                    "%s: second ratio / first ratio is %s (%s)."
                            .formatted(name, Numbers.ratio(found.change().estimate()), change));
            return Verdict.PASS;
        }
        screen.headline(
                Tone.BAD,
                "DISAGREES",
                "%s: second ratio / first ratio is %s (%s); is it the same class of machine, with the same programs beside it?"
                        .formatted(name, Numbers.ratio(found.change().estimate()), change));
        return Verdict.FAIL;
    }
}
