package dev.narrowgauge.api.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.blob.CachedBlobStore;
import dev.narrowgauge.blob.FetchWatch;
import dev.narrowgauge.blob.RemoteContent;
import dev.narrowgauge.db.Samples;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.gateway.ControlPlane;
import dev.narrowgauge.gateway.GatewayBlobs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What content agents outside get. */
class TestAgentContent extends GatewayTest {
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

    /** It may be some gigabytes, which are longer on their way than an agent waits for an answer. */
    @Test
    void lookAtContentInARemoteStoreBringsNoCopy() throws IOException {
        store(Samples.MODEL, "a model");
        quantized();
        taken(joined("agent").tasks(List.of(CLASS)));
        Path copies = folder.resolve("copies");
        try (CachedBlobStore cached = CachedBlobStore.open(remote(), copies, 1 << 20)) {
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
        Path place = contents().resolve(sha256.substring(0, 2)).resolve(sha256);
        Files.createDirectories(place.getParent());
        Files.writeString(place, content);
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
