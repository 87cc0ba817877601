package dev.narrowgauge.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What came of a run, and whether that is what has to come of it whatever was done to the programs. */
public final class EndedRun {
    private static final String DONE = "DONE";

    private final FleetApi api;
    private final String run;
    private final List<String> faults = new ArrayList<>();

    private EndedRun(FleetApi api, String run) {
        this.api = api;
        this.run = run;
    }

    /**
     * Waits for the run's end. It has to end once, with one variant of each recipe and one measurement of each variant on
     * each device class.
     *
     * @return what is not so, in sentences; none where all is
     */
    public static List<String> faults(
            FleetApi api, String run, int recipes, List<String> deviceClasses, Duration limit) {
        EndedRun ended = new EndedRun(api, run);
        if (api.awaitEnd(run, limit)) {
            ended.compare(recipes, deviceClasses);
        } else {
            ended.fault("has not ended within %d s".formatted(limit.toSeconds()));
            ended.jobs();
        }
        return List.copyOf(ended.faults);
    }

    private void compare(int recipes, List<String> deviceClasses) {
        List<String> states = api.states(run);
        if (Collections.frequency(states, DONE) != 1 || !states.getLast().equals(DONE)) {
            fault("was said to be " + states);
        }
        jobs();
        List<JsonNode> variants = api.items("/v1/runs/%s/variants".formatted(run));
        if (variants.size() != recipes) {
            fault("has %d variants of %d recipes".formatted(variants.size(), recipes));
        }
        List<JsonNode> measurements = api.items("/v1/runs/%s/measurements".formatted(run));
        for (JsonNode variant : variants) {
            String id = variant.path("id").asText();
            List<String> measured = measurements.stream()
                    .filter(measurement ->
                            measurement.path("variantId").asText().equals(id))
                    .map(measurement -> measurement.at("/device/deviceClass").asText())
                    .sorted()
                    .toList();
            if (!measured.equals(deviceClasses.stream().sorted().toList())) {
                fault("has a variant that was measured on " + measured);
            }
        }
    }

    private void jobs() {
        for (JsonNode job : api.items("/v1/runs/%s/jobs".formatted(run))) {
            if (!job.path("state").asText().equals("SUCCEEDED")) {
                fault("has the job " + job);
            }
        }
    }

    private void fault(String what) {
        faults.add("run %s %s".formatted(run, what));
    }
}
