package dev.narrowgauge.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.blob.s3.S3Blobs;
import dev.narrowgauge.blob.s3.S3Settings;
import dev.narrowgauge.domain.digest.Blob;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.tls.SelfSigned;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bucket behind TLS alone, with a certificate that nobody knows but who is told. */
class TestEncryptedBucket {
    private static final String BUCKET = "blobs";
    private static final String USER = "narrowgauge";
    private static final String SECRET = "secret";
    private static final URI ANY_PORT = URI.create("https://127.0.0.1:0");

    @TempDir
    private Path folder;

    @AfterEach
    void forgetProperties() {
        properties(folder).keySet().forEach(System::clearProperty);
    }

    /** By which Java is told whom to trust, and the SDK who this is. */
    private static Map<String, String> properties(Path trusted) {
        return Map.of(
                "javax.net.ssl.trustStore",
                trusted.toString(),
                "javax.net.ssl.trustStorePassword",
                SelfSigned.PASSWORD,
                "aws.accessKeyId",
                USER,
                "aws.secretAccessKey",
                SECRET);
    }

    @Test
    void bucketIsUsedWhereItsCertificateIsTrusted() throws Exception {
        Path keys = SelfSigned.create("bucket").writeStore(folder.resolve("bucket.p12"));
        Path others = SelfSigned.create("others").writeStore(folder.resolve("others.p12"));
        try (BlobStoreContext context = open()) {
            context.getBlobStore().createContainerInLocation(null, BUCKET);
            S3Proxy server = S3Proxy.builder()
                    .blobStore(context.getBlobStore())
                    .secureEndpoint(ANY_PORT)
                    .keyStore(keys.toString(), SelfSigned.PASSWORD)
                    .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, USER, SECRET)
                    .build();
            server.start();
            try {
                S3Settings settings = settings(server.getSecurePort());
                properties(others).forEach(System::setProperty);
                assertThatExceptionOfType(NarrowgaugeException.class)
                        .isThrownBy(() -> S3Blobs.connect(settings))
                        .withMessageContaining("certification path")
                        .withMessageNotContaining(SECRET);
                properties(keys).forEach(System::setProperty);
                assertIsKept(settings);
            } finally {
                server.stop();
            }
        }
    }

    private void assertIsKept(S3Settings settings) throws Exception {
        byte[] content = "what a model weighs".getBytes(UTF_8);
        try (CachedBlobStore store = CachedBlobStore.open(S3Blobs.connect(settings), folder.resolve("cache"), 1 << 20);
                S3Blobs remote = S3Blobs.connect(settings)) {
            Blob blob = store.store(new ByteArrayInputStream(content));
            assertThat(remote.sizeBytes(blob.sha256())).hasValue(content.length);
        }
    }

    private static S3Settings settings(int port) {
        return new S3Settings(
                BUCKET,
                "",
                Optional.of("us-east-1"),
                Optional.of(URI.create("https://localhost:" + port)),
                true,
                false);
    }

    private BlobStoreContext open() throws Exception {
        Properties overrides = new Properties();
        overrides.setProperty(
                "jclouds.filesystem.basedir",
                Files.createDirectories(folder.resolve("s3")).toString());
        return ContextBuilder.newBuilder("filesystem-nio2")
                .overrides(overrides)
                .credentials(USER, SECRET)
                .build(BlobStoreContext.class);
    }
}
