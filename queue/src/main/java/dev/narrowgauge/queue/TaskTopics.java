package dev.narrowgauge.queue;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.SupportedVersionRange;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates the topics of tasks and sets up the groups that read them, each once. Not for several threads at a time. */
final class TaskTopics implements AutoCloseable {
    private static final Logger LOG = System.getLogger(TaskTopics.class.getName());

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String SHARE_GROUPS = "share.version";
    private static final String METADATA = "metadata.version";
    private static final short FIRST_METADATA_OF_4_2 = 28;

    private final Brokers brokers;
    private final Admin admin;
    private final TopicLayout layout;
    private final Set<String> known = new HashSet<>();

    /** @throws NarrowgaugeException as {@link BrokerFailure#ofSettings} */
    TaskTopics(Brokers brokers) {
        this.brokers = brokers;
        this.layout = brokers.layout();
        this.admin = connect(brokers);
    }

    private static Admin connect(Brokers brokers) {
        Map<String, Object> settings = brokers.client(
                AdminClientConfig.configNames(),
                Map.of(
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        (int) TIMEOUT.toMillis(),
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        (int) TIMEOUT.toMillis() / 2));
        try {
            return Admin.create(settings);
        } catch (KafkaException e) {
            throw BrokerFailure.ofSettings(brokers, e);
        }
    }

    /**
     * Throws {@link KafkaException} when the broker cannot be asked.
     *
     * @return those that the broker refuses, for their names or by its rules
     */
    Set<String> ensure(Collection<String> topics) {
        Set<String> refused = new HashSet<>();
        for (String topic : topics) {
            if (!known.contains(topic) && !refused.contains(topic) && !isThere(topic)) {
                refused.add(topic);
            }
        }
        return refused;
    }

    private boolean isThere(String topic) {
        try {
            var _ = make(topic);
        } catch (RetriableException | AuthenticationException e) {
            throw e;
        } catch (ApiException e) {
            LOG.log(Level.WARNING, "the broker refuses the topic {0}: {1}", topic, e.getMessage());
            return false;
        }
        known.add(topic);
        return true;
    }

    /**
     * Makes a topic that is missing. Who finds it there needs no right to make one.
     *
     * @return whether it was missing
     */
    boolean make(String topic) {
        if (exists(topic)) {
            return false;
        }
        try {
            await(admin.createTopics(List.of(layout.topic(topic))).all());
            return true;
        } catch (TopicExistsException e) {
            // Another process was first.
            return false;
        }
    }

    private boolean exists(String topic) {
        try {
            await(admin.describeTopics(List.of(topic)).allTopicNames());
            return true;
        } catch (UnknownTopicOrPartitionException e) {
            return false;
        }
    }

    /** Somebody may have deleted one: all are looked for again. */
    void forget() {
        known.clear();
    }

    /** A group that reads for the first time starts with the oldest record: what was sent before it came is work, too. */
    void readFromTheStart(String group) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        AlterConfigOp earliest =
                new AlterConfigOp(new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET);
        await(admin.incrementalAlterConfigs(Map.of(resource, List.of(earliest))).all());
    }

    /**
     * Fails with BROKER_TOO_OLD unless the brokers have share groups, and have them switched on. Everybody may ask that, so it
     * also tells whether they answer.
     */
    void requireShareGroups() {
        FeatureMetadata features = await(admin.describeFeatures().featureMetadata());
        FinalizedVersionRange version = features.finalizedFeatures().get(SHARE_GROUPS);
        SupportedVersionRange metadata = features.supportedFeatures().get(METADATA);
        boolean preview = metadata != null && isPreview(metadata.maxVersion());
        if (version == null || version.maxVersionLevel() == 0 || preview) {
            throw BrokerFailure.tooOld(brokers);
        }
    }

    /**
     * Of 4.1, where share groups can be switched on, but none takes one record at a time.
     *
     * @param newestMetadata version of the metadata that the brokers know, whatever they have switched on
     */
    static boolean isPreview(short newestMetadata) {
        return newestMetadata < FIRST_METADATA_OF_4_2;
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            throw new org.apache.kafka.common.errors.TimeoutException("no answer from the broker", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
