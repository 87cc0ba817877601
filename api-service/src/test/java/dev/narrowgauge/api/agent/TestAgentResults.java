package dev.narrowgauge.api.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.gateway.JobMessages;
import dev.narrowgauge.proto.v1.FinishRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What is read of what agents outside hand in. */
class TestAgentResults extends GatewayTest {
    private final AgentResults results = new AgentResults(stores);

    /** A few bytes that are compressed take very much memory. */
    @Test
    void resultIsNotReadUnlessItIsOfAJobOfTheAgent() throws IOException {
        List<Job> waiting = benchmarks(quantized());
        joined("agent");
        Job job = waiting.getFirst();
        assertThat(results.finish(agent, result(job, "no measurement"))).isFalse();
        jobs.claim(job.id(), 1, "another", LEASE);
        assertThat(results.finish(agent, result(job, "no measurement"))).isFalse();

        Job own = waiting.getLast();
        jobs.claim(own.id(), 1, agent.owner(), LEASE);
        assertRefused(ErrorCode.REQUEST_INVALID, () -> results.finish(agent, result(own, "no measurement")));
        assertRefused(ErrorCode.REQUEST_INVALID, () -> results.finish(agent, result(own, "null")));
    }

    private static FinishRequest result(Job job, String text) throws IOException {
        ByteString.Output bytes = ByteString.newOutput();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return FinishRequest.newBuilder()
                .setAttempt(JobMessages.attempt(job.id(), 1))
                .setVersion(Measurement.VERSION)
                .setMeasurement(bytes.toByteString())
                .build();
    }
}
