package dev.narrowgauge.migrate;

import dev.narrowgauge.db.ApiKeyStore;
import dev.narrowgauge.db.Rights;
import dev.narrowgauge.db.TaskTopic;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.node.ProcessorFeatures;
import dev.narrowgauge.queue.Brokers;
import dev.narrowgauge.queue.DispatchSetup;
import dev.narrowgauge.queue.TaskGroup;
import dev.narrowgauge.service.AdminConfig;
import dev.narrowgauge.service.Patience;
import dev.narrowgauge.service.SchemaConfig;
import dev.narrowgauge.service.TopicConfig;
import dev.narrowgauge.service.UserConfig;
import io.quarkus.runtime.QuarkusApplication;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** What there is to do once the schema is migrated, which the start does as in every process that is told to. */
public final class Preparation implements QuarkusApplication {
    private final Brokers brokers;
    private final TopicConfig topics;
    private final SchemaConfig schema;
    private final UserConfig users;
    private final AdminConfig admin;
    private final DataSource owner;

    Preparation(
            Brokers brokers,
            TopicConfig topics,
            SchemaConfig schema,
            UserConfig users,
            AdminConfig admin,
            DataSource owner) {
        this.brokers = brokers;
        this.topics = topics;
        this.schema = schema;
        this.users = users;
        this.admin = admin;
        this.owner = owner;
    }

    @Override
    public int run(String... arguments) {
        users.api().ifPresent(user -> Rights.API.give(owner, user));
        users.worker().ifPresent(user -> Rights.WORKER.give(owner, user));
        users.agent().ifPresent(user -> Rights.AGENT.give(owner, user));
        System.out.println("The database has the schema of this release.");
        admin.key().ifPresent(this::install);
        List<String> made = setUpDispatch();
        System.out.printf(
                "Kafka has the topics and groups%s.%n", made.isEmpty() ? "" : "; made: " + String.join(", ", made));
        return 0;
    }

    private void install(String text) {
        KeyText key = KeyText.read(text.strip())
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.REQUEST_INVALID,
                        "The setting narrowgauge.admin.key is no API key, or one with a typing error: 'narrowgauge admin make-key FILE' writes one to a file, which NARROWGAUGE_ADMIN_KEY_FILE names."));
        if (ApiKeyStore.in(owner).install(key)) {
            System.out.printf("The admin key %s is in force from now on, and no other that came this way.%n", key.id());
        }
    }

    private List<String> setUpDispatch() {
        Patience patience = new Patience(schema.maxWait());
        while (true) {
            try {
                return DispatchSetup.complete(brokers, topicNames(), List.of(TaskGroup.WORKERS, TaskGroup.AGENTS));
            } catch (NarrowgaugeException e) {
                if (e.code() != ErrorCode.SERVICE_UNREACHABLE) {
                    throw e;
                }
                patience.waitOrFail(e);
            }
        }
    }

    private List<String> topicNames() {
        Stream<String> deviceClasses = Stream.concat(
                ProcessorFeatures.deviceClasses().stream(),
                topics.deviceClasses().stream().flatMap(List::stream));
        DocumentVersions known = DocumentVersions.known();
        return Stream.concat(
                        TaskTopic.quantize(known).stream(),
                        deviceClasses.flatMap(deviceClass -> TaskTopic.benchmark(deviceClass, known).stream()))
                .distinct()
                .toList();
    }
}
