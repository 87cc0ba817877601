package dev.narrowgauge.checks.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.checks.frame.Figures;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestFleetConclusion {
    private static final List<String> DISRUPTIONS = List.of("api-1 killed", "worker-2 stopped");

    @Test
    void fleetThatKeepsAllPasses() {
        assertThat(failures(roles(4.9, 299), start(49), standalone(7.3, 7), runs(List.of())))
                .isEmpty();
    }

    @Test
    void whatIsTooSlowOrTooLargeFails() {
        assertThat(failures(roles(5.1, 301), start(51), standalone(8, 7), runs(List.of())))
                .satisfiesExactly(
                        failure ->
                                assertThat(failure).startsWith("worker: ready").contains("5.10 s"),
                        failure ->
                                assertThat(failure).startsWith("worker: memory").contains("301 MiB"),
                        failure -> assertThat(failure).contains("51.0 ms", "at most 50 ms"),
                        failure -> assertThat(failure).contains("8.00 s", "7.00 s"));
    }

    @Test
    void startThatCannotBeComparedFails() {
        StandaloneStart alone = new StandaloneStart(List.of(7.0), List.of(), "it cannot be built");
        assertThat(failures(Figures.of(FleetCheck.STANDALONE, alone)))
                .singleElement()
                .asString()
                .contains("it cannot be built");
    }

    @Test
    void faultOfARunFails() {
        assertThat(failures(runs(List.of("run 1 has 2 variants of 1 recipes"))))
                .containsExactly("runs-1: run 1 has 2 variants of 1 recipes");
    }

    @Test
    void disruptionsAreTold() {
        assertThat(FleetConclusion.of(List.of(runs(List.of()))).text())
                .contains("| runs-1 | 10 | 300 | api-1 killed, worker-2 stopped |");
    }

    @Test
    void brokersAndLinksThatWereLostAreTold() {
        RunFigures brokers = new RunFigures(8, List.of(), List.of("broker 2, active controller, killed"), 200);
        RunFigures links = new RunFigures(10, List.of(), List.of("agent-1 cut off for 7.3 s"), 300);
        assertThat(FleetConclusion.of(List.of(
                                Figures.of(FleetCheck.BROKERS, brokers), Figures.of(FleetCheck.LINKS + 1, links)))
                        .text())
                .contains(
                        "| brokers | 8 | 200 | broker 2, active controller, killed |",
                        "| links-1 | 10 | 300 | agent-1 cut off for 7.3 s |");
    }

    @Test
    void linksThatCouldNotBeTriedFail() {
        RunFigures none = new RunFigures(0, List.of("not tried, for this machine has no networks"), List.of(), 0);
        assertThat(failures(Figures.of(FleetCheck.LINKS + 2, none)))
                .containsExactly("links-2: not tried, for this machine has no networks");
    }

    private static List<String> failures(Figures... rows) {
        return FleetConclusion.of(List.of(rows)).failures();
    }

    private static Figures roles(double seconds, double mebibytes) {
        return Figures.of(
                FleetCheck.ROLES,
                new RoleFigures(List.of(new RoleFigures.Started("worker", List.of(seconds), 150, mebibytes))));
    }

    private static Figures start(double millis) {
        return Figures.of(FleetCheck.SUBMIT_TO_START, new SubmitToStart(List.of(1.0, millis, 90.0)));
    }

    private static Figures standalone(double seconds, double before) {
        return Figures.of(FleetCheck.STANDALONE, new StandaloneStart(List.of(seconds), List.of(before), ""));
    }

    private static Figures runs(List<String> faults) {
        return Figures.of(FleetCheck.RUNS + 1, new RunFigures(10, faults, DISRUPTIONS, 300));
    }
}
