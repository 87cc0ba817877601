package dev.narrowgauge.api.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.blob.BlobCopies;
import dev.narrowgauge.blob.FetchWatch;
import dev.narrowgauge.blob.RemoteContent;
import dev.narrowgauge.db.ControlStore;
import dev.narrowgauge.db.Samples;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.run.RunRequest;
import dev.narrowgauge.gateway.ControlPlane;
import dev.narrowgauge.gateway.GatewayBlobs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What content agents outside get. */
class TestAgentContent extends GatewayTest {
    private static final String OLDER = "9".repeat(64);

    @Test
    void contentOfItsOwnJobsComesFromAnyOffset() throws IOException {
        store(Samples.MODEL, "a model");
        store("e".repeat(64), "of nobody");
        quantized();
        ControlPlane plane = joined("agent");
        GatewayBlobs blobs = remote();
        assertRefused(ErrorCode.ACCESS_DENIED, () -> blobs.open(Samples.MODEL, 0, FetchWatch.NONE));
        Job job = taken(plane.tasks(List.of(CLASS)));
        assertThat(blobs.sizeBytes(Samples.MODEL)).hasValue(7);
        assertThat(blobs.sizeBytes(Samples.EVALUATION)).as("not stored").isEmpty();
        assertThat(read(blobs, 0)).isEqualTo("a model");
        assertThat(read(blobs, 2)).isEqualTo("model");
        assertThat(read(blobs, 7)).isEmpty();
        assertThat(read(blobs, 100)).isEmpty();
        assertRefused(ErrorCode.ACCESS_DENIED, () -> blobs.open("e".repeat(64), 0, FetchWatch.NONE));
        plane.finish(job.id(), 1, Samples.measurement(job));
        assertRefused(ErrorCode.ACCESS_DENIED, () -> blobs.open(Samples.MODEL, 0, FetchWatch.NONE));
    }

    /** What else was measured there may be of projects that its holder has nothing to do with. */
    @Test
    void recheckGetsTheBaselineThatItsNodeIsToMeasureAgainAndNoOther() throws IOException {
        store(OLDER, "an older model");
        store(Samples.MODEL, "a model");
        store(Samples.EVALUATION, "samples");
        ControlPlane plane = joined("agent");
        GatewayBlobs blobs = remote();
        Run older = quantized(submittedOlder());
        measured(plane, 1);
        runs.cancel(older.id());
        quantized();
        measured(plane, 2);
        assertThat(plane.seen(NODE, AT_WORK).orElseThrow().isQuarantined()).isTrue();
        assertThat(plane.sources(NODE)).as("nobody asks").isEmpty();
        assertRefused(ErrorCode.ACCESS_DENIED, () -> blobs.sizeBytes(Samples.MODEL));

        nodes.askRecheck(NODE);
        assertThat(plane.sources(NODE)).containsExactly(new ControlStore.Source(Samples.MODEL, Samples.EVALUATION));
        assertThat(blobs.sizeBytes(Samples.MODEL)).hasValue(7);
        assertThat(blobs.sizeBytes(Samples.EVALUATION)).hasValue(7);
        assertRefused(ErrorCode.ACCESS_DENIED, () -> blobs.sizeBytes(OLDER));

        Files.delete(place(Samples.MODEL));
        assertThat(plane.sources(NODE))
                .as("the newest that is stored")
                .containsExactly(new ControlStore.Source(OLDER, Samples.EVALUATION));
        assertThat(blobs.sizeBytes(OLDER)).hasValue(14);
    }

    private Run submittedOlder() {
        Samples.uploads(jdbi);
        Samples.model(jdbi, OLDER, "older");
        RunRequest known = Samples.request(List.of(CLASS));
        RunRequest request = new RunRequest(
                known.name(),
                OLDER,
                known.calibrationDatasetId(),
                known.evaluationDatasetId(),
                known.recipes(),
                known.deviceClasses(),
                known.policy(),
                known.tags(),
                known.commit());
        return runs.submit(request, Optional.empty()).run();
    }

    /** One job, with a control that alarms. */
    private void measured(ControlPlane plane, long seed) {
        Job job = taken(plane.tasks(List.of(CLASS)));
        assertThat(plane.finish(job.id(), 1, Samples.measurement(job, Samples.latency(seed, 6, 1.5))))
                .isTrue();
    }

    /** It may be some gigabytes, which are longer on their way than an agent waits for an answer. */
    @Test
    void lookAtContentInARemoteStoreBringsNoCopy() throws IOException {
        store(Samples.MODEL, "a model");
        quantized();
        taken(joined("agent").tasks(List.of(CLASS)));
        Path copies = folder.resolve("copies");
        try (BlobCopies cached = BlobCopies.open(remote(), copies, 1 << 20)) {
            AgentContent content = new AgentContent(stores, cached);
            assertThat(content.sizeBytes(agent, Samples.MODEL)).hasValue(7);
        }
        try (Stream<Path> files = Files.walk(copies)) {
            assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith(Samples.MODEL));
        }
    }

    /** Larger than what is sent before it is read. */
    @Test
    void largeContentComesWhole() throws IOException {
        String content = "0123456789abcdef".repeat(300_000);
        store(Samples.MODEL, content);
        quantized();
        ControlPlane plane = joined("agent");
        taken(plane.tasks(List.of(CLASS)));
        assertThat(read(remote(), 16).equals(content.substring(16))).as("equal").isTrue();
    }

    private GatewayBlobs remote() {
        return new GatewayBlobs(gateway.connection(TestingGateway.SECRET, "agent"));
    }

    private void store(String sha256, String content) throws IOException {
        Path place = place(sha256);
        Files.createDirectories(place.getParent());
        Files.writeString(place, content);
    }

    private Path place(String sha256) {
        return contents().resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    private static String read(GatewayBlobs blobs, long offset) throws IOException {
        RemoteContent content = blobs.open(Samples.MODEL, offset, FetchWatch.NONE);
        try (InputStream stream = content.stream()) {
            byte[] bytes = stream.readAllBytes();
            assertThat(content.bytes()).isEqualTo(bytes.length);
            return new String(bytes, UTF_8);
        }
    }
}
