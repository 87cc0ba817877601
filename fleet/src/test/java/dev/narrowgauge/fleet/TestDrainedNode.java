package dev.narrowgauge.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestDrainedNode {
    private static final DrainedNode NODE = new DrainedNode(
            "agent-1", "x86-avx2", Instant.parse("2026-01-01T10:00:00Z"), Instant.parse("2026-01-01T10:00:05Z"));

    @Test
    void jobThatItTookIsAFault() {
        assertThat(faults(job("RUNNING", "x86-avx2", "2026-01-01T10:00:01.500000Z")))
                .singleElement()
                .asString()
                .startsWith("run 7 has a job that agent-1 took at 2026-01-01T10:00:01.5");
    }

    @Test
    void whatItTookBeforeItHeardAndAfterwardsIsNone() {
        assertThat(faults(
                        job("RUNNING", "x86-avx2", "2026-01-01T09:59:59.999999Z"),
                        job("RUNNING", "x86-avx2", "2026-01-01T10:00:05.000001Z")))
                .isEmpty();
    }

    @Test
    void whatOthersTookAndWhatElseHappenedIsNone() {
        assertThat(faults(
                        job("RUNNING", "x86-amx", "2026-01-01T10:00:01.000000Z"),
                        job("SUCCEEDED", "x86-avx2", "2026-01-01T10:00:01.000000Z"),
                        event("progress", "RUNNING", "x86-avx2", "2026-01-01T10:00:01.000000Z")))
                .isEmpty();
    }

    private static List<String> faults(FleetApi.Event... events) {
        return NODE.faults("7", List.of(events));
    }

    private static FleetApi.Event job(String state, String deviceClass, String at) {
        return event("job-state", state, deviceClass, at);
    }

    private static FleetApi.Event event(String type, String state, String deviceClass, String at) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("state", state).put("deviceClass", deviceClass).put("at", at);
        return new FleetApi.Event(type, data);
    }
}
