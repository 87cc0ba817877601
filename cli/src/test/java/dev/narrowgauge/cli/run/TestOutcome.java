package dev.narrowgauge.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.cli.output.Screens;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TestOutcome {
    private final Outcome outcome = new Outcome("""
                {"verdict":"PASS","variants":[
                  {"precision":"fp32","baseline":true,"sizeBytes":1571512,
                   "device":{"deviceClass":"x86-vnni","description":"A processor"},
                   "accuracy":{"top1":0.97616,"loss":{"estimate":0,"low":0,"high":0,"confidence":1},"flips":0},
                   "latency":{"runs":600,"p50Millis":0.4123,"p90Millis":0.42,"p99Millis":null,"p999Millis":null,"ratio":{"estimate":1,"low":1,"high":1,"confidence":1}},
                   "peakMemoryBytes":58000000,"verdict":"PASS","gating":false,"rules":[],"notes":[],"failure":null},
                  {"precision":"fp16","baseline":false,"sizeBytes":null,"device":null,"accuracy":null,"latency":null,
                   "peakMemoryBytes":null,"verdict":"INVALID","gating":false,"rules":[],"notes":[],
                   "failure":{"code":"ENGINE_CRASHED","message":"The engine crashed."}},
                  {"precision":"int8","baseline":false,"sizeBytes":452000,
                   "device":{"deviceClass":"x86-vnni","node":"n","description":"A processor"},
                   "accuracy":{"top1":0.97491,"loss":{"estimate":0.00125,"low":-0.003,"high":0.0055,"confidence":0.95},"flips":3},
                   "latency":{"p50Millis":0.25,"p99Millis":0.31,"ratio":{"estimate":0.611,"low":0.6,"high":0.62,"confidence":0.95},
                              "noiseFloor":{"controls":40,"needed":20,"smallestDifference":0.0123}},
                   "peakMemoryBytes":49000000,"verdict":"PASS","gating":true,
                   "rules":[{"rule":"latency","verdict":"PASS","sentence":"Latency ratio 0.611."}],
                   "notes":["A note."],"failure":null}]}
                """.getBytes(UTF_8));

    @Test
    void tableAndSentences() {
        StringWriter text = new StringWriter();

        outcome.print(Screens.wide(text));

        assertThat(outcome.verdict()).isEqualTo("PASS");
        assertThat(text).hasToString("""

                Verdict: PASS
                FP16: ENGINE_CRASHED: The engine crashed.
                INT8 latency PASS: Latency ratio 0.611.
                A note.

                Measured on x86-vnni: A processor
                Smallest difference that node n can see: 1.23 %.
                           size    top-1                  loss [95 %]  flips        p50        p90              p99            p99.9  latency / FP32 [95 %]     memory    verdict
                FP32   1.50 MiB  97.62 %                            -      -  0.4123 ms  0.4200 ms  not enough runs  not enough runs                      1  55.31 MiB   baseline
                FP16          -        -                            -      -          -          -                -                -                      -          -  (INVALID)
                INT8  441.4 KiB  97.49 %  +0.13 points [-0.30, +0.55]      3  0.2500 ms          -        0.3100 ms                -   0.611 [0.600, 0.620]  46.73 MiB       PASS
                Each ratio compares a variant with runs of FP32 that took turns with its own; the row of FP32 shows those of the first variant.
                A verdict in brackets is reported and does not decide.
                """);
    }

    /** A terminal half as wide as usual shows the same figures in blocks. */
    @Test
    void narrowTerminal() {
        StringWriter text = new StringWriter();
        outcome.print(Screens.narrow(text, 60));
        assertThat(text.toString().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(60));
        assertThat(text.toString()).contains("  latency / FP32 [95 %]  0.611 [0.600, 0.620]");
    }

    /** A policy that has to be surer than usual has wider intervals. */
    @Test
    void headOfAColumnHasTheConfidenceOfItsIntervals() {
        StringWriter text = new StringWriter();
        new Outcome("""
                {"verdict":"PASS","variants":[{"precision":"int8",
                  "latency":{"ratio":{"estimate":0.611,"low":0.6,"high":0.62,"confidence":0.98}}}]}""".getBytes(UTF_8)).print(Screens.wide(text));
        assertThat(text.toString()).contains("loss [95 %]", "latency / FP32 [98 %]");
    }

    @Test
    void ruleThatDoesNotDecideSaysSo() {
        StringWriter text = new StringWriter();
        new Outcome("""
                {"verdict":"PASS","variants":[{"precision":"int8","gating":true,"verdict":"PASS","notes":[],"rules":[
                  {"rule":"p99","verdict":"FAIL","sentence":"It breaks it.","effect":"WAIVED","waiver":"Waived by team-x."}]}]}""".getBytes(UTF_8)).print(Screens.wide(text));
        assertThat(text.toString()).contains("INT8 p99 (FAIL, waived): It breaks it. Waived by team-x.");
    }

    @Test
    void decisionComesFirst() {
        Outcome decided = new Outcome("""
                {"verdict":"INCONCLUSIVE","variants":[],"decisions":[
                  {"deviceClass":"x86-vnni","node":"n","recipe":"int8","decision":{"outcome":"SHIP","subject":"INT8",
                   "reason":"It takes half of the time.","findings":[],"missing":[]}},
                  {"deviceClass":"x86-avx2","node":"m","recipe":"int8","decision":{"outcome":"CANNOT_TELL","subject":"INT8",
                   "reason":"The interval says nothing.","findings":[],"missing":["Measure again."]}}]}
                """.getBytes(UTF_8));
        StringWriter text = new StringWriter();

        decided.print(Screens.wide(text));

        assertThat(text.toString().lines().skip(1).limit(3))
                .containsExactly(
                        "SHIP INT8 on x86-vnni: It takes half of the time.",
                        "CANNOT TELL on x86-avx2: The interval says nothing.",
                        "Measure again.");
    }
}
