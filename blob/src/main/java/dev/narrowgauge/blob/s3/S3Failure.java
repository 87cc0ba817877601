package dev.narrowgauge.blob.s3;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.HostFault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What keeps this machine from a bucket, as a fault of its own: its network, its settings or its rights. */
final class S3Failure {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private S3Failure() {}

    static NarrowgaugeException of(String what, SdkException cause) {
        return new NarrowgaugeException(
                HostFault.behind(cause).orElse(ErrorCode.STORAGE_UNAVAILABLE),
                "%s: %s; check the bucket, the address, the region and what this process may do there"
                        .formatted(what, cause.getMessage()),
                cause);
    }

    /** Of the first call: SERVICE_UNREACHABLE where it may help to wait, and otherwise what would. */
    static NarrowgaugeException ofFirstCall(S3Settings settings, SdkException cause) {
        if (isAway(cause)) {
            return new NarrowgaugeException(
                    ErrorCode.SERVICE_UNREACHABLE,
                    "The blob store %s does not answer (%s): start it, or check narrowgauge.blob.s3.endpoint and the network."
                            .formatted(settings.place(), cause.getMessage()),
                    cause);
        }
        return switch (status(cause)) {
            case NOT_FOUND ->
                unusable(
                        "There is no bucket '%s' where %s is looked for: create it, or check the bucket, the region and the endpoint under narrowgauge.blob.s3."
                                .formatted(settings.bucket(), settings.place()),
                        cause);
            case UNAUTHORIZED, FORBIDDEN ->
                unusable(
                        "The blob store %s refuses this process (%s): check its keys or its role, which must be allowed to list that bucket, to get what is in it and, but for an agent, to put something there."
                                .formatted(settings.place(), cause.getMessage()),
                        cause);
            default -> of("the blob store " + settings.place() + " cannot be used", cause);
        };
    }

    private static NarrowgaugeException unusable(String sentence, SdkException cause) {
        return new NarrowgaugeException(ErrorCode.STORAGE_UNAVAILABLE, sentence, cause);
    }

    /** It cannot be reached, or says itself that it cannot answer now. A certificate that nobody vouches for stays that. */
    private static boolean isAway(SdkException failure) {
        int status = status(failure);
        if (status != 0) {
            return status >= SERVER_ERROR || status == TOO_MANY_REQUESTS;
        }
        List<Throwable> causes = Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .toList();
        return causes.stream().anyMatch(IOException.class::isInstance)
                && causes.stream().noneMatch(SSLException.class::isInstance);
    }

    /** Of the answer; 0 where there was none. */
    private static int status(SdkException failure) {
        return failure instanceof S3Exception answer ? answer.statusCode() : 0;
    }
}
