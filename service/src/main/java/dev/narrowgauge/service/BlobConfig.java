package dev.narrowgauge.service;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where a deployment keeps models, datasets and variants; all its processes see the same. */
@ConfigMapping(prefix = "narrowgauge.blob")
public interface BlobConfig {
    /** Folder of the blob store, the same for all processes of a deployment; not used where there is a bucket. */
    @WithDefault("${narrowgauge.data-dir:.narrowgauge}/blobs")
    Path dir();

    /**
     * How long the API keeps stored content after it was found that no row refers to it, at least an hour; it is kept for good unless
     * set. Longer than a copy of the blobs takes, and than you want to go back in time ([operations](operations.md#what-is-kept-for-how-long)).
     */
    Optional<Duration> keepUnreferenced();

    S3 s3();

    Cache cache();

    /** A bucket in place of the folder. */
    interface S3 {
        /** Bucket of the blob store, where that is on S3 or speaks its protocol. */
        Optional<String> bucket();

        /** What all keys begin with, in a bucket that has other things in it. */
        Optional<String> prefix();

        /**
         * Region of the bucket; what the environment says unless set. A store that has no regions takes any, such as
         * {@code us-east-1}.
         */
        Optional<String> region();

        /** Address of a store that is not Amazon's, such as {@code https://minio.example:9000}. */
        Optional<String> endpoint();

        /** Whether the bucket stands in the path of an address, which every store understands, and not in its host. */
        @WithDefault("true")
        boolean pathStyle();

        /** Whether to send checksums that S3 does not require, which stores that are not Amazon's often refuse. */
        @WithDefault("false")
        boolean checksums();
    }

    /** Copies of what is in the bucket. */
    interface Cache {
        /** Folder on a disk of this machine for copies of what is in the bucket; processes of one user may share it, on one machine. */
        @WithDefault("${narrowgauge.data-dir:.narrowgauge}/cache")
        Path dir();

        /** How much the copies may take together, unless more are in use. */
        @WithDefault("20G")
        MemorySize size();
    }
}
