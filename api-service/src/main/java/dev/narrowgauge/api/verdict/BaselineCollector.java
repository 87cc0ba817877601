package dev.narrowgauge.api.verdict;

import dev.narrowgauge.domain.gate.Baseline;
import dev.narrowgauge.domain.gate.BaselineEvidence;
import dev.narrowgauge.domain.gate.BaselineSource;
import dev.narrowgauge.domain.gate.Evidence;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.domain.model.Model;
import dev.narrowgauge.domain.release.Release;
import dev.narrowgauge.domain.run.Run;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** What the rules of a run's policy hold its variants against, beside FP32 of the same upload. */
record BaselineCollector(Run run, Model model, Policy policy, RunConcluder.Stores stores) {
    /** The evidence with what it is held against, or with why there is nothing. */
    List<Evidence> beside(List<Evidence> evidence) {
        List<Function<Evidence.Measured, BaselineEvidence>> known =
                policy.baselines().stream().map(this::source).toList();
        if (known.isEmpty()) {
            return evidence;
        }
        return evidence.stream()
                .map(piece -> piece instanceof Evidence.Measured measured ? with(measured, known) : piece)
                .toList();
    }

    private static Evidence with(
            Evidence.Measured measured, List<Function<Evidence.Measured, BaselineEvidence>> known) {
        return measured.with(measured.further()
                .with(known.stream().map(each -> each.apply(measured)).toList()));
    }

    private Function<Evidence.Measured, BaselineEvidence> source(Baseline baseline) {
        return switch (baseline) {
            case Baseline.Upload _ -> throw new IllegalArgumentException("the upload is in the evidence");
            case Baseline.ActiveRelease _ -> release(baseline);
            case Baseline.Result(UUID other) ->
                source(
                        baseline,
                        "the run " + other,
                        other,
                        Optional.empty(),
                        "There is no run '%s' with a verdict in this project: name one that has been decided."
                                .formatted(other));
        };
    }

    private Function<Evidence.Measured, BaselineEvidence> release(Baseline baseline) {
        Optional<Release> release = model.names().stream()
                .flatMap(name -> stores.releases().activeBeside(run.id(), name).stream())
                .findFirst();
        if (release.isEmpty()) {
            String why =
                    "There is no release of %s yet: promote one first, by 'narrowgauge release promote RUN' and 'narrowgauge release approve %1$s'."
                            .formatted(model.name());
            return _ -> BaselineEvidence.absent(baseline, "the release of " + model.name(), why);
        }
        Release.Content content = release.get().content();
        String title = "the release " + release.get().title();
        return source(
                baseline,
                title,
                content.runId(),
                Optional.of(content.variantId().toString()),
                "The verdict of %s is not there.".formatted(title));
    }

    private Function<Evidence.Measured, BaselineEvidence> source(
            Baseline baseline, String title, UUID other, Optional<String> variantId, String missing) {
        Optional<VerdictDocument> document = stores.runs().verdictBeside(run.id(), other);
        if (document.isEmpty()) {
            return _ -> BaselineEvidence.absent(baseline, title, missing);
        }
        BaselineSource source = new BaselineSource(baseline, title, document.get(), variantId);
        BaselineSource.Own own =
                new BaselineSource.Own(model.id(), run.request().evaluationDatasetId(), stores.nodes()::profile);
        return measured -> source.against(measured, own);
    }
}
