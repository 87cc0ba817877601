package dev.narrowgauge.blob.s3;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.HostFault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import software.amazon.awssdk.core.exception.SdkException;

/** What keeps this machine from a bucket, as a fault of its own: its network, its settings or its rights. */
final class S3Failure {
    private S3Failure() {}

    static NarrowgaugeException of(String what, SdkException cause) {
        return new NarrowgaugeException(
                HostFault.behind(cause).orElse(ErrorCode.STORAGE_UNAVAILABLE),
                "%s: %s; check the bucket, the address, the region and what this process may do there"
                        .formatted(what, cause.getMessage()),
                cause);
    }
}
