package dev.narrowgauge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.narrowgauge.fleet.Disruptions;
import dev.narrowgauge.fleet.EndedRun;
import dev.narrowgauge.fleet.Fleet;
import dev.narrowgauge.fleet.FleetPlan;
import dev.narrowgauge.fleet.Member;
import dev.narrowgauge.fleet.RunInputs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Two APIs, two workers and agents of three device classes on machines that share nothing but three servers. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TestFleet {
    private static final long SEED = 11;
    private static final int MOST_DISRUPTIONS = 7;
    private static final int RUNS = 6;
    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofMinutes(8);
    private static final Path FOLDER = Installation.ROOT.resolve("end-to-end/target/fleet");

    private static Fleet fleet;

    @BeforeAll
    static void start() {
        Optional<String> reason = Fleet.whyNot();
        assumeTrue(reason.isEmpty(), () -> "no fleet can be put up on this machine: " + reason.orElseThrow());
        fleet = Fleet.start(FleetPlan.of(Installation.ROOT, FOLDER, program -> Installation.program(module(program)))
                .quick()
                .withLease(LEASE));
    }

    @AfterAll
    static void stop() {
        if (fleet != null) {
            fleet.close();
        }
    }

    @Test
    @Order(1)
    void machinesShareNoFolder() {
        for (Member member : fleet.members()) {
            assertThat(member.program().names(fleet.hosts())).as(member.name()).isEmpty();
        }
    }

    /** FP16 and INT8 beside FP32, as the demo asks for them, but without the time for an answer about speed. */
    @Test
    @Order(2)
    void demosRunGoesThroughAllRoles() {
        RunInputs inputs = RunInputs.upload(fleet.api(), Installation.demo(""), "digits-resnet");
        List<String> recipes = List.of(RunInputs.FP16, RunInputs.INT8);
        String run = fleet.api().submit(inputs, recipes, fleet.deviceClasses());
        assertThat(EndedRun.faults(fleet.api(), run, recipes.size(), fleet.deviceClasses(), LIMIT))
                .isEmpty();
    }

    @Test
    @Order(3)
    void runsEndOnceWhicheverRolesAreDisrupted() {
        RunInputs inputs = RunInputs.upload(fleet.api(), Installation.demo(""), "digits-cnn");
        List<String> faults = new ArrayList<>();
        List<String> done;
        try (Disruptions disruptions = Disruptions.begin(fleet, LEASE, SEED, MOST_DISRUPTIONS)) {
            List<String> runs = new ArrayList<>();
            for (int i = 0; i < RUNS; i++) {
                runs.add(fleet.api().submit(inputs, List.of(RunInputs.INT8), fleet.deviceClasses()));
                disruptions.await(runs.size());
            }
            for (String run : runs) {
                faults.addAll(EndedRun.faults(fleet.api(), run, 1, fleet.deviceClasses(), LIMIT));
            }
            faults.addAll(disruptions.faults(fleet.api(), runs));
            done = disruptions.done();
        }
        assertThat(faults).as("after " + done).isEmpty();
        assertThat(done).hasSizeGreaterThanOrEqualTo(RUNS).anyMatch(name -> name.endsWith("drained"));
    }

    /** Migrate is not a role, and its module is called as it is. */
    private static String module(String program) {
        return program.equals("migrate") ? program : program + "-app";
    }
}
