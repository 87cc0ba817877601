package dev.narrowgauge.migrate;

import dev.narrowgauge.db.Rights;
import dev.narrowgauge.db.TaskTopic;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.node.ProcessorFeatures;
import dev.narrowgauge.queue.Brokers;
import dev.narrowgauge.queue.DispatchSetup;
import dev.narrowgauge.queue.TaskGroup;
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

/** What there is to do once the schema is migrated, which the start does as in every process that is told to. */
public final class Preparation implements QuarkusApplication {
    private final Brokers brokers;
    private final TopicConfig topics;
    private final SchemaConfig schema;
    private final UserConfig users;
    private final DataSource owner;

    Preparation(Brokers brokers, TopicConfig topics, SchemaConfig schema, UserConfig users, DataSource owner) {
        this.brokers = brokers;
        this.topics = topics;
        this.schema = schema;
        this.users = users;
        this.owner = owner;
    }

    @Override
    public int run(String... arguments) {
        giveRights();
        System.out.println("The database has the schema of this release.");
        List<String> made = setUpDispatch();
        System.out.printf(
                "Kafka has the topics and groups%s.%n", made.isEmpty() ? "" : "; made: " + String.join(", ", made));
        return 0;
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
