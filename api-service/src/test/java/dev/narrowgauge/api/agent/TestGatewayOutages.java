package dev.narrowgauge.api.agent;

import static dev.narrowgauge.db.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.db.Samples;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Evidence;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.gateway.ControlPlane;
import dev.narrowgauge.queue.TaskSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What agents outside make of an API that does not answer as one does. */
class TestGatewayOutages extends GatewayTest {
    @Test
    void apiThatIsAwayIsAnOutageAndIsFoundAgain() {
        quantized();
        ControlPlane plane = joined("agent");
        TaskSource source = plane.tasks(List.of(CLASS));
        Job job = taken(source);
        gateway.stop();
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> plane.finish(job.id(), 1, Samples.measurement(job)))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SERVICE_UNREACHABLE))
                .satisfies(failure -> assertThat(source.isOutage(failure)).isTrue());
        gateway.serveAgain();
        await("answered again", () -> isAnswered(plane));
        assertThat(plane.finish(job.id(), 1, Samples.measurement(job))).isTrue();
    }

    /** As where a balancer sends a call elsewhere while an API is being replaced. */
    @Test
    void somethingElseInPlaceOfAKnownGatewayIsAnOutage() {
        quantized();
        ControlPlane plane = joined("agent");
        TaskSource source = plane.tasks(List.of(CLASS));
        Job job = taken(source);
        gateway.stop();
        gateway.serveSomethingElse();
        Runnable finish = () -> plane.finish(job.id(), 1, Samples.measurement(job));
        await("something else answers", () -> failure(finish).getMessage().contains("Method not found"));
        NarrowgaugeException refused = failure(() -> plane.inputs(job));
        assertThat(refused.code()).isEqualTo(ErrorCode.SERVICE_UNREACHABLE);
        assertThat(source.isOutage(refused)).isTrue();
        ControlPlane begins = plane("another");
        assertRefused(ErrorCode.REQUEST_INVALID, () -> begins.seen(NODE, AT_WORK));

        gateway.stop();
        gateway.serveAgain();
        await("answered again", () -> isAnswered(plane));
        assertThat(plane.finish(job.id(), 1, Samples.measurement(job))).isTrue();
    }

    /** It would be refused each time that it is sent, whoever sends it. */
    @Test
    void resultThatNoGatewayTakesIsNotSent() {
        quantized();
        ControlPlane plane = joined("agent");
        TaskSource source = plane.tasks(List.of(CLASS));
        Job job = taken(source);
        NarrowgaugeException refused = failure(() -> plane.finish(job.id(), 1, huge(Samples.measurement(job))));
        assertThat(refused.code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
        assertThat(source.isOutage(refused)).isFalse();
    }

    /** Larger than a message, however it is compressed. */
    private static Measurement huge(Measurement measurement) {
        byte[] random = new byte[4_500_000];
        new Random(1).nextBytes(random);
        Evidence.Device device = new Evidence.Device(
                CLASS,
                NODE,
                HexFormat.of().formatHex(random),
                measurement.device().fingerprint());
        return new Measurement(
                measurement.id(),
                measurement.runId(),
                measurement.jobId(),
                measurement.variantId(),
                device,
                measurement.accuracy(),
                measurement.latency(),
                measurement.createdAt());
    }

    private static NarrowgaugeException failure(Runnable call) {
        try {
            call.run();
        } catch (NarrowgaugeException e) {
            return e;
        }
        throw new AssertionError("the call went well");
    }

    private static boolean isAnswered(ControlPlane plane) {
        try {
            return plane.seen(NODE, AT_WORK).isPresent();
        } catch (NarrowgaugeException e) {
            return false;
        }
    }
}
