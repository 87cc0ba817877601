package dev.narrowgauge.queue;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Makes at the brokers what dispatch messages need, so that those who send and take them need no right to. */
public final class DispatchSetup {
    /** The first version of Kafka with share groups that take one record at a time. */
    private static final String NEEDED_VERSION = "4.2";

    private DispatchSetup() {}

    /**
     * Makes topics that are missing, and has the groups read from their start. What is there stays as it is.
     *
     * @return the topics that were made
     * @throws NarrowgaugeException SERVICE_UNREACHABLE; BROKER_TOO_OLD; REQUEST_INVALID where the brokers refuse this user or
     *     these names
     */
    public static List<String> complete(Brokers brokers, Collection<String> topics, Collection<String> groups) {
        try (TaskTopics setUp = new TaskTopics(brokers)) {
            if (!setUp.haveShareGroups()) {
                throw tooOld(brokers);
            }
            List<String> made = new ArrayList<>();
            for (String topic : topics) {
                if (make(setUp, topic)) {
                    made.add(topic);
                }
            }
            groups.forEach(setUp::readFromTheStart);
            return List.copyOf(made);
        } catch (RetriableException e) {
            throw new NarrowgaugeException(
                    ErrorCode.SERVICE_UNREACHABLE,
                    "Kafka does not answer at %s (%s): start it, or check kafka.bootstrap.servers."
                            .formatted(brokers, e.getMessage()),
                    e);
        } catch (UnsupportedVersionException e) {
            throw tooOld(brokers);
        } catch (KafkaException e) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "Kafka at %s cannot be set up (%s): check the settings under kafka. and narrowgauge.topics., and what that user may do."
                            .formatted(brokers, reason(e)),
                    e);
        }
    }

    private static NarrowgaugeException tooOld(Brokers brokers) {
        return new NarrowgaugeException(
                ErrorCode.BROKER_TOO_OLD,
                "Kafka at %s has no share groups: it must be version %s or later, and one that was upgraded needs 'kafka-features.sh upgrade --feature share.version=1'."
                        .formatted(brokers, NEEDED_VERSION));
    }

    /** Not every refusal of a broker says what it refuses. */
    private static boolean make(TaskTopics setUp, String topic) {
        try {
            return setUp.make(topic);
        } catch (RetriableException e) {
            throw e;
        } catch (KafkaException e) {
            throw new KafkaException("topic " + topic, e);
        }
    }

    private static String reason(KafkaException failure) {
        return failure.getCause() == null
                ? failure.getMessage()
                : "%s: %s".formatted(failure.getMessage(), failure.getCause().getMessage());
    }
}
