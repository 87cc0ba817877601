package dev.narrowgauge.domain.gate.render;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.decision.Decision;
import dev.narrowgauge.domain.gate.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the verdict of a run comes to, which every form of it is made from.
 *
 * @param name of the gate, the same from run to run
 * @param model its name
 * @param modelDigest SHA-256 of the model
 * @param policyDigest SHA-256 of the policy as it judged, see the receipt
 * @param places what to ship on each device
 * @param checks those that decide and went worst first
 * @param figures what was measured, the baseline first
 * @param remedies recipes to try where accuracy was lost
 * @param notes sentences to read before acting
 * @param since what is otherwise than in the verdict before; empty where there was none
 * @param reused what was not measured for this run, sentences
 * @param link to the run's page; empty where nobody knows it
 * @param repair empty where nothing was tried to repair it
 */
public record GateReport(
        String name,
        String runId,
        Instant decidedAt,
        Verdict verdict,
        String model,
        String modelDigest,
        String policyDigest,
        List<Place> places,
        List<Check> checks,
        List<Figures> figures,
        List<Remedy> remedies,
        List<String> notes,
        Optional<Since> since,
        List<String> reused,
        String link,
        Optional<RepairReport> repair) {
    static final String UNKNOWN = "–";

    /** Nothing that would end a link of Markdown, and no scheme that runs what stands in it. */
    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s<>\"'`]+");

    public GateReport {
        requireNonNull(name, "name is null");
        requireNonNull(runId, "runId is null");
        requireNonNull(decidedAt, "decidedAt is null");
        requireNonNull(verdict, "verdict is null");
        requireNonNull(model, "model is null");
        requireNonNull(modelDigest, "modelDigest is null");
        requireNonNull(policyDigest, "policyDigest is null");
        requireNonNull(since, "since is null");
        if (!link.isEmpty() && !isLink(link)) {
            throw new IllegalArgumentException("link is no address of http: " + link);
        }
        places = List.copyOf(places);
        checks = checks.stream().sorted(Check.WORST_FIRST).toList();
        figures = List.copyOf(figures);
        remedies = List.copyOf(remedies);
        notes = List.copyOf(notes);
        reused = List.copyOf(reused);
    }

    /** @param device class; empty where no variant came to be measured */
    public record Place(String device, Decision decision) {
        String headline() {
            return device.isEmpty() ? decision.headline() : "%s on %s".formatted(decision.headline(), device);
        }
    }

    /**
     * @param variant name of the recipe that lost it
     * @param expected what the other one brings and costs, a sentence
     * @param recipe YAML
     */
    public record Remedy(String variant, String expected, String recipe) {}

    /** One variant on one node, each figure as it is written; a dash where it is not known. */
    public record Figures(
            String variant,
            String device,
            String node,
            String size,
            String top1,
            String loss,
            String flips,
            String p50,
            String p99,
            String ratio,
            String memory) {
        static final List<String> HEADINGS = List.of(
                "variant",
                "device",
                "node",
                "size",
                "top-1",
                "loss",
                "flips",
                "p50",
                "p99",
                "latency / FP32",
                "memory");

        public Figures {
            variant = known(variant);
            device = known(device);
            node = known(node);
            size = known(size);
            top1 = known(top1);
            loss = known(loss);
            flips = known(flips);
            p50 = known(p50);
            p99 = known(p99);
            ratio = known(ratio);
            memory = known(memory);
        }

        List<String> cells() {
            return List.of(variant, device, node, size, top1, loss, flips, p50, p99, ratio, memory);
        }

        private static String known(String figure) {
            return figure == null || figure.isEmpty() ? UNKNOWN : figure;
        }
    }

    public GateReport with(Optional<RepairReport> made) {
        return new GateReport(
                name,
                runId,
                decidedAt,
                verdict,
                model,
                modelDigest,
                policyDigest,
                places,
                checks,
                figures,
                remedies,
                notes,
                since,
                reused,
                link,
                made);
    }

    public static boolean isLink(String text) {
        return ADDRESS.matcher(text).matches();
    }

    /** What did not pass, whether it decides or not. */
    List<Check> noPass() {
        return checks.stream().filter(check -> check.verdict() != Verdict.PASS).toList();
    }
}
