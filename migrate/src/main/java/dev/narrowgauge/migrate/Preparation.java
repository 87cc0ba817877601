package dev.narrowgauge.migrate;

import dev.narrowgauge.db.ApiKeyStore;
import dev.narrowgauge.db.Rights;
import dev.narrowgauge.db.TaskTopic;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.node.ProcessorFeatures;
import dev.narrowgauge.queue.Brokers;
import dev.narrowgauge.queue.DispatchSetup;
import dev.narrowgauge.queue.TaskGroup;
import dev.narrowgauge.service.AdminConfig;
import dev.narrowgauge.service.DatabaseStart;
import dev.narrowgauge.service.Patience;
import dev.narrowgauge.service.SchemaConfig;
import dev.narrowgauge.service.TopicConfig;
import dev.narrowgauge.service.UserConfig;
import io.quarkus.runtime.QuarkusApplication;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Migrates the schema, as every process does that is told to, and does what there is to do then. */
public final class Preparation implements QuarkusApplication {
    private final Brokers brokers;
    private final TopicConfig topics;
    private final SchemaConfig schema;
    private final UserConfig users;
    private final AdminConfig admin;
    private final DataSource owner;
    private final DatabaseStart database;

    Preparation(
            Brokers brokers,
            TopicConfig topics,
            SchemaConfig schema,
            UserConfig users,
            AdminConfig admin,
            DataSource owner,
            DatabaseStart database) {
        this.brokers = brokers;
        this.topics = topics;
        this.schema = schema;
        this.users = users;
        this.admin = admin;
        this.owner = owner;
        this.database = database;
    }

    @Override
    public int run(String... arguments) {
        database.awaitSchema();
        giveRights();
        System.out.println("The database has the schema of this release.");
        admin.key().ifPresent(this::install);
        List<String> made = setUpDispatch();
        System.out.printf(
                "Kafka has the topics and groups%s.%n", made.isEmpty() ? "" : "; made: " + String.join(", ", made));
        return ExitCode.OK.status();
    }

    /** One user may be that of several programs. */
    private void giveRights() {
        Map<String, Set<Rights>> programs = new LinkedHashMap<>();
        users.api().ifPresent(user -> add(programs, user, Rights.API));
        users.worker().ifPresent(user -> add(programs, user, Rights.WORKER));
        users.agent().ifPresent(user -> add(programs, user, Rights.AGENT));
        programs.forEach((user, rights) -> Rights.give(owner, user, rights));
    }

    private static void add(Map<String, Set<Rights>> programs, String user, Rights rights) {
        programs.computeIfAbsent(user, _ -> EnumSet.noneOf(Rights.class)).add(rights);
    }

    private void install(String text) {
        KeyText key = KeyText.read(text.strip())
                .orElseThrow(
                        () -> new NarrowgaugeException(
                                ErrorCode.REQUEST_INVALID,
                                "The setting narrowgauge.admin.key is no API key, or one with a typing error: 'narrowgauge admin make-key FILE' writes one to a file, which NARROWGAUGE_ADMIN_KEY_FILE names."));
        if (ApiKeyStore.in(owner).install(key)) {
            System.out.printf("The admin key %s is in force from now on, and no other that came this way.%n", key.id());
        }
    }

    private List<String> setUpDispatch() {
        List<String> groups = List.of(TaskGroup.WORKERS, TaskGroup.AGENTS);
        return new Patience(schema.maxWait()).until(() -> DispatchSetup.complete(brokers, topicNames(), groups));
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
