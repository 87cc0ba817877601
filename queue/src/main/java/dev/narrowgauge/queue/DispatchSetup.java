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
            setUp.requireShareGroups();
            List<String> made = new ArrayList<>();
            for (String topic : topics) {
                if (make(setUp, topic)) {
                    made.add(topic);
                }
            }
            groups.forEach(setUp::readFromTheStart);
            return List.copyOf(made);
        } catch (RetriableException e) {
            throw BrokerFailure.away(brokers, e);
        } catch (UnsupportedVersionException e) {
            throw BrokerFailure.tooOld(brokers);
        } catch (KafkaException e) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "Kafka at %s cannot be set up (%s): check the settings under kafka. and narrowgauge.topics., and what that user may do."
                            .formatted(brokers, reason(e)),
                    e);
        }
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
