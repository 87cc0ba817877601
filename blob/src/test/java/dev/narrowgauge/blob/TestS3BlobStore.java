package dev.narrowgauge.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.blob.s3.S3Blobs;
import dev.narrowgauge.blob.s3.S3Settings;
import dev.narrowgauge.domain.digest.Blob;
import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.gaul.s3proxy.junit.S3ProxyJunitCore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Against a server of the S3 protocol in this process, which knows no checksums but those of S3's first years. */
class TestS3BlobStore extends BlobStoreContract {
    private static final String BUCKET = "blobs";
    private static final String USER = "narrowgauge";
    private static final String PASSWORD = "secret";
    private static final S3ProxyJunitCore SERVER = new S3ProxyJunitCore.Builder()
            .withBlobStoreProvider("filesystem-nio2")
            .withCredentials(USER, PASSWORD)
            .build();

    private final S3Settings settings = settings(BUCKET, UUID.randomUUID().toString(), SERVER.getUri());

    @BeforeAll
    static void start() throws Exception {
        System.setProperty("aws.accessKeyId", USER);
        System.setProperty("aws.secretAccessKey", PASSWORD);
        SERVER.beforeEach();
        try (S3Client client = settings(BUCKET, "", SERVER.getUri()).connect()) {
            client.createBucket(create -> create.bucket(BUCKET));
        }
    }

    @AfterAll
    static void stop() {
        SERVER.afterEach();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Override
    CachedBlobStore open() {
        return CachedBlobStore.open(S3Blobs.connect(settings), root, 64L << 20);
    }

    private static S3Settings settings(String bucket, String prefix, URI endpoint) {
        return new S3Settings(bucket, prefix, Optional.of("us-east-1"), Optional.of(endpoint), true, false);
    }

    @Test
    void largeContentGoesInPartsAndComesBackOnAnotherMachine() {
        byte[] content = bytes((17 << 20) + 1);
        try (CachedBlobStore store = open();
                CachedBlobStore elsewhere =
                        CachedBlobStore.open(S3Blobs.connect(settings), root.resolve("elsewhere"), 1)) {
            store.store(new ByteArrayInputStream(content));
            assertContent(elsewhere, content);
        }
    }

    @Test
    void contentIsReadFromAnyOffset() throws IOException {
        byte[] content = "0123456789".getBytes(UTF_8);
        String hash = Sha256.of(content);
        try (CachedBlobStore store = open();
                S3Blobs remote = S3Blobs.connect(settings)) {
            assertThat(remote.sizeBytes(hash)).isEmpty();
            assertThat(store.store(new ByteArrayInputStream(content))).isEqualTo(new Blob(hash, 10));
            assertThat(remote.sizeBytes(hash)).isEqualTo(OptionalLong.of(10));
            assertThat(rest(remote, hash, 0)).isEqualTo("0123456789");
            assertThat(rest(remote, hash, 7)).isEqualTo("789");
            assertThat(rest(remote, hash, 10)).isEmpty();
            assertThat(rest(remote, hash, 11)).isEmpty();
        }
    }

    /** So that a folder can be copied to a bucket as it is. */
    @Test
    void objectsAreCalledAsTheFilesOfAFolder() {
        try (CachedBlobStore store = open();
                S3Client client = settings.connect()) {
            store.store(InputStream.nullInputStream());
            assertThat(client.listObjectsV2(list -> list.bucket(BUCKET).prefix(settings.prefix()))
                            .contents())
                    .singleElement()
                    .satisfies(object -> assertThat(object.key()).isEqualTo(settings.prefix() + "e3/" + EMPTY));
        }
        assertThat(settings.prefix()).endsWith("/");
    }

    @Test
    void bucketThatIsNotThereIsAFaultOfTheMachine() {
        S3Settings absent = settings("absent", "", SERVER.getUri());
        assertThatThrownBy(() -> S3Blobs.connect(absent))
                .hasMessageContainingAll("no bucket 'absent'", "narrowgauge.blob.s3");
        assertCode(ErrorCode.STORAGE_UNAVAILABLE, () -> S3Blobs.connect(absent));
    }

    /** Deleted while the service runs: that is not one blob which is missing. */
    @Test
    void bucketThatIsGoneIsNotTakenForMissingContent() {
        try (S3Client client = settings.connect()) {
            client.createBucket(create -> create.bucket("gone"));
            try (S3Blobs remote = S3Blobs.connect(settings("gone", "", SERVER.getUri()))) {
                assertThatThrownBy(() -> remote.open(EMPTY, 0, FetchWatch.NONE))
                        .hasMessageContainingAll("does not have", EMPTY);
                client.deleteBucket(delete -> delete.bucket("gone"));
                assertThatThrownBy(() -> remote.open(EMPTY, 0, FetchWatch.NONE))
                        .hasMessageContainingAll("s3://gone/", "is not there");
                assertCode(ErrorCode.STORAGE_UNAVAILABLE, () -> remote.open(EMPTY, 0, FetchWatch.NONE));
            }
        }
    }

    @Test
    void serverThatDoesNotAnswerMayBeWaitedFor() {
        S3Settings dead = settings(BUCKET, "", URI.create("http://127.0.0.1:1"));
        assertCode(ErrorCode.SERVICE_UNREACHABLE, () -> S3Blobs.connect(dead));
    }

    @Test
    void processThatMayNotUseTheBucketIsToldWhatItMustBeAllowed() {
        System.setProperty("aws.secretAccessKey", "another");
        try {
            assertThatThrownBy(() -> S3Blobs.connect(settings))
                    .hasMessageContainingAll("refuses this process", "allowed to list that bucket")
                    .extracting("code")
                    .isEqualTo(ErrorCode.STORAGE_UNAVAILABLE);
        } finally {
            System.setProperty("aws.secretAccessKey", PASSWORD);
        }
    }

    private static String rest(S3Blobs remote, String hash, long offset) throws IOException {
        RemoteContent content = remote.open(hash, offset, FetchWatch.NONE);
        try (InputStream stream = content.stream()) {
            byte[] bytes = stream.readAllBytes();
            assertThat(content.bytes()).isEqualTo(bytes.length);
            return new String(bytes, UTF_8);
        }
    }
}
