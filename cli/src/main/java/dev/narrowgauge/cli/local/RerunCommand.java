package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.output.Screen.Tone;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.latency.LatencyAgreement;
import dev.narrowgauge.domain.latency.LatencyComparison;
import dev.narrowgauge.domain.latency.LatencyEvidence;
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
        InputFile.requireDataset(recorded.data());
        MeasuringMachine here = work.run(
                spec.commandLine().getErr(),
                call -> BaselineInspection.inspect(recorded.baseline(), recorded.data(), call));
        if (!anyway) {
            recorded.requireClassOf(here);
        }
        List<PairedMeasurement> again = work.run(
                spec.commandLine().getErr(),
                call -> Engine.installed(recorded.plan().execution().provider())
                        .benchmark()
                        .compare(
                                recorded.baseline(),
                                recorded.variants(),
                                recorded.data(),
                                recorded.dataSettings(),
                                recorded.plan(),
                                call));
        LocalControls.ofThisUser(recorded.plan().execution()).afterMeasuring(again);
        Screen screen = Screen.of(spec);
        List<Verdict> verdicts = new ArrayList<>(List.of(Verdict.PASS));
        for (int i = 0; i < again.size(); i++) {
            verdicts.add(say(
                    screen,
                    recorded.variants().get(i).getFileName().toString(),
                    recorded.evidence().get(i),
                    again.get(i)));
        }
        recorded.machine().stream()
                .flatMap(first -> here.differences(first).stream())
                .forEach(screen::text);
        ExitCode status = Verdict.strongest(verdicts).exitCode();
        return status.status();
    }

    private static Verdict say(Screen screen, String variant, LatencyEvidence firstEvidence, PairedMeasurement again) {
        LatencyComparison second = again.comparison();
        LatencyComparison first = LatencyComparison.of(
                firstEvidence, again.plan().confidence(), again.plan().margin());
        if (second.speed() == Speed.INVALID) {
            screen.headline(Tone.UNSURE, "INVALID", variant + ": " + second.reason());
            return Verdict.INVALID;
        }
        if (first.speed() == Speed.INVALID) {
            screen.headline(
                    Tone.UNSURE,
                    "INVALID",
                    "%s: the first measurement cannot be compared with: %s".formatted(variant, first.reason()));
            return Verdict.INVALID;
        }
        Optional<LatencyAgreement> agreement = LatencyAgreement.of(firstEvidence, again.evidence());
        if (agreement.isEmpty() || first.ratio() == null || second.ratio() == null) {
            screen.headline(Tone.UNSURE, "CANNOT TELL", variant + ": one of the two is a preview of a single fork.");
            return Verdict.INCONCLUSIVE;
        }
        LatencyAgreement found = agreement.get();
        String both = "%s: the ratio was %s and is %s; second / first is %s (%s)"
                .formatted(
                        variant,
                        Numbers.ratio(first.ratio()),
                        Numbers.ratio(second.ratio()),
                        Numbers.ratio(found.change().estimate()),
                        Numbers.interval(found.change()));
        if (found.agrees()) {
            screen.headline(Tone.GOOD, "AGREES", both + ".");
            return Verdict.PASS;
        }
        screen.headline(
                Tone.BAD, "DISAGREES", both + "; is it the same class of machine, with the same programs beside it?");
        return Verdict.FAIL;
    }
}
