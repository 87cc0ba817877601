package dev.narrowgauge.api.status;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import dev.narrowgauge.api.node.Nodes;
import dev.narrowgauge.api.quota.ProjectUse;
import dev.narrowgauge.api.status.StatusView.Reason;
import dev.narrowgauge.api.status.StatusView.Wait;
import dev.narrowgauge.db.PresenceStore;
import dev.narrowgauge.db.PresenceStore.Presence;
import dev.narrowgauge.db.Project;
import dev.narrowgauge.db.QuotaStore;
import dev.narrowgauge.db.StatusStore;
import dev.narrowgauge.db.StatusStore.Newer;
import dev.narrowgauge.db.StatusStore.Queue;
import dev.narrowgauge.db.StatusStore.RefusedTopic;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Who is there, what is to be done, and what hinders it. */
public final class ServiceStatus {
    private static final String WORKER = "worker";

    private final PresenceStore presences;
    private final StatusStore store;
    private final QuotaStore quotas;
    private final Nodes nodes;
    private final Duration liveWithin;

    /** @param liveWithin how long after it was last seen a role still counts as live */
    public ServiceStatus(
            PresenceStore presences, StatusStore store, QuotaStore quotas, Nodes nodes, Duration liveWithin) {
        this.presences = requireNonNull(presences, "presences is null");
        this.store = requireNonNull(store, "store is null");
        this.quotas = requireNonNull(quotas, "quotas is null");
        this.nodes = requireNonNull(nodes, "nodes is null");
        this.liveWithin = requireNonNull(liveWithin, "liveWithin is null");
    }

    /** @param projects of which it tells what they have */
    StatusView look(List<Project> projects) {
        List<Presence> roles = presences.list(liveWithin);
        List<Queue> queues = store.queues();
        List<Presence> live = roles.stream().filter(Presence::live).toList();
        Stream<Wait> paused = live.stream().flatMap(role -> paused(role).stream());
        List<Newer> unknown = store.unknown(liveWithin);
        Stream<Wait> stuck =
                queues.stream().filter(queue -> queue.queued() > 0).flatMap(queue -> obstacles(queue, live, unknown));
        return new StatusView(
                store.schemaVersion(),
                roles.stream().map(StatusView.Role::of).toList(),
                queues.stream().map(StatusView.Queue::of).toList(),
                uses(projects),
                Stream.of(paused, stuck, store.refusedTopics().stream().map(ServiceStatus::noTopic))
                        .flatMap(waits -> waits)
                        .toList());
    }

    private List<ProjectUse> uses(List<Project> projects) {
        Map<UUID, QuotaStore.Use> known = quotas
                .of(projects.stream().map(Project::id).toList())
                .stream()
                .collect(toMap(use -> use.quota().project(), use -> use));
        return projects.stream()
                .flatMap(project -> Optional.ofNullable(known.get(project.id())).stream()
                        .map(use -> ProjectUse.of(project.name(), use)))
                .toList();
    }

    private static Optional<Wait> paused(Presence presence) {
        String process = presence.role().process();
        return presence.whyPaused()
                .map(why -> new Wait(Reason.PAUSED, process, "%s takes no work: %s".formatted(process, why)));
    }

    private static Wait noTopic(RefusedTopic topic) {
        String sentence =
                "%d dispatch messages wait for the topic '%s', which Kafka does not have and refuses to make: let 'narrowgauge migrate' make it (narrowgauge.topics.device-classes), or allow the API to."
                        .formatted(topic.messages(), topic.name());
        return new Wait(Reason.NO_TOPIC, topic.name(), sentence);
    }

    private Stream<Wait> obstacles(Queue queue, List<Presence> live, List<Newer> unknown) {
        Optional<Wait> nobody = obstacle(queue, live);
        return nobody.isPresent()
                ? nobody.stream()
                : unknown.stream().filter(jobs -> jobs.isOf(queue)).map(ServiceStatus::tooNew);
    }

    private static Wait tooNew(Newer jobs) {
        String subject = jobs.deviceClass().orElse(WORKER);
        String who =
                jobs.deviceClass().map(name -> "agent of '%s'".formatted(name)).orElse(WORKER);
        String sentence =
                "%d %s jobs wait that are about a recipe of version %d and a policy of version %d, which no live %s knows: start one of a newer release."
                        .formatted(
                                jobs.queued(),
                                jobs.kind().name().toLowerCase(Locale.ROOT),
                                jobs.documents().recipe(),
                                jobs.documents().policy(),
                                who);
        return new Wait(Reason.TOO_NEW, subject, sentence);
    }

    private Optional<Wait> obstacle(Queue queue, List<Presence> live) {
        return switch (queue.kind()) {
            case QUANTIZE ->
                live.stream().anyMatch(role -> role.role().name().equals(WORKER))
                        ? Optional.empty()
                        : Optional.of(new Wait(
                                Reason.NO_WORKER,
                                WORKER,
                                "%d quantize jobs wait and no worker lives.".formatted(queue.queued())));
            case BENCHMARK -> {
                String deviceClass = queue.deviceClass().orElseThrow();
                yield nodes.obstacle(deviceClass)
                        .map(why -> new Wait(
                                Reason.NO_NODE,
                                deviceClass,
                                "%d benchmark jobs wait for '%s'. %s".formatted(queue.queued(), deviceClass, why)));
            }
        };
    }
}
