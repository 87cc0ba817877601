package dev.narrowgauge.domain.gate.render;

import dev.narrowgauge.domain.decision.Decision;
import dev.narrowgauge.domain.gate.Effect;
import dev.narrowgauge.domain.gate.PreviousVerdict.OutcomeChange;
import dev.narrowgauge.domain.gate.PreviousVerdict.OutcomeThen;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.gate.render.GateReport.Figures;
import dev.narrowgauge.domain.gate.render.GateReport.Place;
import dev.narrowgauge.domain.gate.render.GateReport.Remedy;
import dev.narrowgauge.domain.stats.Interval;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reports of gates as they come, good and hostile. */
final class Reports {
    /** All that a syntax of the outputs gives a meaning to, and what turns the direction of reading. */
    static final String HOSTILE =
            "a|b <script>alert(1)</script> --> ]]> `c` [x](y) @team #1 https://evil.example \"q\" \\ \u202Egnp\u2066\u0000\nend";

    static final String RECIPE = """
            name: "int8"
            overrides:
              nodes:
              - match:
                - "conv1"
                placement: "float"
            """;

    private Reports() {}

    static GateReport failing() {
        return report(
                "digits",
                Verdict.FAIL,
                List.of(
                        check("size", "size.ratio", 0.26, 0.5, Verdict.PASS, Effect.DECIDES),
                        check("top1", "accuracy.top1.loss", 0.031, 0.01, Verdict.FAIL, Effect.DECIDES),
                        check("p50", "latency.p50.ratio", 0.99, 1.0, Verdict.INCONCLUSIVE, Effect.DECIDES),
                        check("old", "latency.p50.ratio", 1.4, 1.0, Verdict.FAIL, Effect.WAIVED),
                        invalid()));
    }

    static GateReport passing(String name) {
        return report(
                name,
                Verdict.PASS,
                List.of(
                        check(name, "accuracy.top1.loss", 0.001, 0.01, Verdict.PASS, Effect.DECIDES),
                        check("soon", "latency.p50.ratio", 1.4, 1.0, Verdict.FAIL, Effect.OBSERVED)));
    }

    static GateReport hostile() {
        Check check = new Check(
                HOSTILE,
                HOSTILE,
                HOSTILE,
                HOSTILE,
                HOSTILE,
                HOSTILE,
                null,
                null,
                Verdict.FAIL,
                Effect.DECIDES,
                HOSTILE,
                HOSTILE,
                HOSTILE);
        return new GateReport(
                HOSTILE,
                HOSTILE,
                Instant.EPOCH,
                Verdict.FAIL,
                HOSTILE,
                HOSTILE,
                HOSTILE,
                List.of(new Place(
                        HOSTILE, new Decision(Decision.Outcome.SHIP, HOSTILE, HOSTILE, List.of(), List.of(HOSTILE)))),
                List.of(check),
                List.of(new Figures(
                        HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE,
                        HOSTILE)),
                List.of(new Remedy(HOSTILE, HOSTILE, HOSTILE + "\n```\n")),
                List.of(HOSTILE),
                Optional.of(new Since(
                        HOSTILE,
                        Instant.EPOCH,
                        Verdict.PASS,
                        List.of(new OutcomeChange(
                                HOSTILE,
                                HOSTILE,
                                HOSTILE,
                                HOSTILE,
                                null,
                                new OutcomeThen(Verdict.FAIL, Effect.DECIDES, null))))),
                List.of(HOSTILE),
                "https://gate.example/#run=7",
                Optional.of(new RepairReport(
                        List.of(new RepairReport.Try(1, HOSTILE, HOSTILE, null, null, null, Verdict.FAIL)), HOSTILE)));
    }

    static Check check(String rule, String metric, double value, double limit, Verdict verdict, Effect effect) {
        return new Check(
                rule,
                metric,
                "int8",
                "x86-vnni",
                "node-1",
                "",
                new Interval(value, value - 0.001, value + 0.001, 0.9),
                limit,
                verdict,
                effect,
                "What was found of " + rule + ".",
                "",
                "");
    }

    private static Check invalid() {
        return new Check(
                Check.MEASURED,
                "",
                "fp16",
                "arm-dotprod",
                "",
                "",
                null,
                null,
                Verdict.INVALID,
                Effect.DECIDES,
                "NO_DEVICE: nobody took it.",
                "",
                "");
    }

    private static GateReport report(String name, Verdict verdict, List<Check> checks) {
        return new GateReport(
                name,
                "018f4a40-6a3e-7c7b-b9a1-3d2f6a1f0c55",
                Instant.parse("2026-11-28T06:00:00Z"),
                verdict,
                "digits-resnet",
                "a".repeat(64),
                "b".repeat(64),
                List.of(new Place(
                        "x86-vnni",
                        new Decision(
                                Decision.Outcome.SHIP_FP32, "INT8", "It loses 3.1 points.", List.of(), List.of()))),
                checks,
                List.of(new Figures(
                        "baseline",
                        "x86-vnni",
                        "node-1",
                        "1.00 MiB",
                        "97.00 %",
                        null,
                        null,
                        "1.000 ms",
                        null,
                        "1",
                        "")),
                List.of(new Remedy("int8", "With 'conv1' in float it is expected at 30 dB.", RECIPE)),
                List.of("A note."),
                Optional.of(new Since(
                        "018f4a40-0000-7c7b-b9a1-3d2f6a1f0c55",
                        Instant.parse("2026-11-27T06:00:00Z"),
                        Verdict.PASS,
                        List.of(
                                new OutcomeChange(
                                        "int8",
                                        "x86-vnni",
                                        "top1",
                                        "accuracy.top1.loss",
                                        new OutcomeThen(Verdict.PASS, Effect.DECIDES, Interval.exactly(0.004)),
                                        new OutcomeThen(Verdict.FAIL, Effect.DECIDES, Interval.exactly(0.031))),
                                new OutcomeChange(
                                        "int8",
                                        "x86-vnni",
                                        "size",
                                        "size.ratio",
                                        new OutcomeThen(Verdict.PASS, Effect.DECIDES, Interval.exactly(0.25)),
                                        new OutcomeThen(Verdict.PASS, Effect.DECIDES, Interval.exactly(0.26)))))),
                List.of(),
                "https://gate.example/#run=018f4a40",
                Optional.empty());
    }
}
