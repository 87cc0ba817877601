package dev.narrowgauge.service;

import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.blob.CachedBlobStore;
import dev.narrowgauge.blob.FolderBlobStore;
import dev.narrowgauge.blob.RemoteBlobs;
import dev.narrowgauge.blob.s3.S3Blobs;
import dev.narrowgauge.blob.s3.S3Settings;
import dev.narrowgauge.db.ContentStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import org.jdbi.v3.core.Jdbi;

/** The blob store, made once for all roles of a process. */
@Singleton
final class BlobBeans {
    private final BlobConfig config;

    BlobBeans(BlobConfig config) {
        this.config = config;
    }

    /** For whoever starts once the database has its schema; a process whose roles need no content has no store. */
    @Produces
    @Singleton
    BlobStore blobs(Jdbi jdbi, ContentStore content) {
        BlobStore blobs = open();
        try {
            StoredContent.require(jdbi, blobs);
            return new WantedBlobs(blobs, content);
        } catch (RuntimeException e) {
            blobs.close();
            throw e;
        }
    }

    private BlobStore open() {
        return config.s3()
                .bucket()
                .map(this::inBucket)
                .orElseGet(() -> FolderBlobStore.open(config.dir()).verifying());
    }

    private BlobStore inBucket(String bucket) {
        RemoteBlobs remote = S3Blobs.connect(settings(bucket, config.s3()));
        try {
            return CachedBlobStore.open(
                    remote, config.cache().dir(), config.cache().size().asLongValue());
        } catch (RuntimeException e) {
            remote.close();
            throw e;
        }
    }

    static S3Settings settings(String bucket, BlobConfig.S3 config) {
        return new S3Settings(
                bucket,
                config.prefix().orElse(""),
                config.region(),
                config.endpoint().map(BlobBeans::address),
                config.pathStyle(),
                config.checksums());
    }

    private static URI address(String endpoint) {
        try {
            URI address = new URI(endpoint);
            if (address.getHost() != null && String.valueOf(address.getScheme()).matches("https?")) {
                return address;
            }
        } catch (URISyntaxException e) {
            throw noAddress(endpoint, e);
        }
        throw noAddress(endpoint, null);
    }

    private static NarrowgaugeException noAddress(String endpoint, URISyntaxException cause) {
        return new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "narrowgauge.blob.s3.endpoint is '%s', which is no address; one is https://minio.example:9000, for example"
                        .formatted(endpoint),
                cause);
    }

    void close(@Disposes BlobStore blobs) {
        blobs.close();
    }
}
