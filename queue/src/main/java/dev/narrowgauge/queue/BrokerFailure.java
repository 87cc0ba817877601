package dev.narrowgauge.queue;

import static java.util.stream.Collectors.joining;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** What keeps this process from the brokers, and what would help. */
final class BrokerFailure {
    /** The first version of Kafka with share groups that take one record at a time. */
    private static final String NEEDED_VERSION = "4.2";

    private BrokerFailure() {}

    /** What a client met that has been made: ACCESS_DENIED, BROKER_TOO_OLD or SERVICE_UNREACHABLE. */
    static NarrowgaugeException met(Brokers brokers, KafkaException failure) {
        return switch (failure) {
            case UnsupportedVersionException _ -> tooOld(brokers);
            case SslAuthenticationException _ ->
                new NarrowgaugeException(
                        ErrorCode.ACCESS_DENIED,
                        "Kafka at %s and this program do not trust each other's certificates (%s): check kafka.ssl.truststore.location, and kafka.ssl.keystore.location where the brokers ask for a certificate."
                                .formatted(brokers, reasons(failure)),
                        failure);
            case AuthenticationException _, AuthorizationException _ ->
                new NarrowgaugeException(
                        ErrorCode.ACCESS_DENIED,
                        "Kafka at %s refuses this program (%s): check the user and the password under kafka., and what that user may do."
                                .formatted(brokers, failure.getMessage()),
                        failure);
            default -> away(brokers, failure);
        };
    }

    static NarrowgaugeException away(Brokers brokers, KafkaException failure) {
        return new NarrowgaugeException(
                ErrorCode.SERVICE_UNREACHABLE,
                "Kafka does not answer at %s (%s): start it, or check kafka.bootstrap.servers and the other settings under kafka."
                        .formatted(brokers, reasons(failure)),
                failure);
    }

    static NarrowgaugeException tooOld(Brokers brokers) {
        return new NarrowgaugeException(
                ErrorCode.BROKER_TOO_OLD,
                "Kafka at %s has no share groups: it must be version %s or later, and one that was upgraded needs 'kafka-features.sh upgrade --feature share.version=1'."
                        .formatted(brokers, NEEDED_VERSION));
    }

    /** Why no client can be made: SERVICE_UNREACHABLE where nobody knows the host, which may change, or REQUEST_INVALID. */
    static NarrowgaugeException ofSettings(Brokers brokers, KafkaException failure) {
        String reasons = reasons(failure);
        if (reasons.contains("No resolvable bootstrap urls") || reasons.contains("Unknown host in bootstrap.servers")) {
            return away(brokers, failure);
        }
        return new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "Kafka at %s cannot be used with the settings that begin with 'kafka.': %s".formatted(brokers, reasons),
                failure);
    }

    /** The failure, where waiting does not help: what must change is a setting, or the version of the brokers. */
    static Optional<NarrowgaugeException> hopeless(RuntimeException failure) {
        return failure instanceof NarrowgaugeException known
                        && (known.code() == ErrorCode.REQUEST_INVALID || known.code() == ErrorCode.BROKER_TOO_OLD)
                ? Optional.of(known)
                : Optional.empty();
    }

    /** That there is no client is said by the outermost, and why by those below. */
    private static String reasons(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .map(Throwable::getMessage)
                .filter(Objects::nonNull)
                .distinct()
                .collect(joining(": "));
    }
}
