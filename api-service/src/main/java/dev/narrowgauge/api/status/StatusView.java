package dev.narrowgauge.api.status;

import dev.narrowgauge.api.quota.ProjectUse;
import dev.narrowgauge.db.PresenceStore.Presence;
import dev.narrowgauge.db.StatusStore;
import dev.narrowgauge.domain.job.JobKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Whether a deployment gets on with its work, as clients see it. */
@Schema(name = "Status")
public record StatusView(
        @Schema(description = "Version of the database's schema")
        String schemaVersion,

        List<Role> roles,
        List<Queue> queues,

        @Schema(description = "What each project that the caller may enter has and may have")
        List<ProjectUse> projects,

        @Schema(description = "What waits for more than its turn; empty where all is well")
        List<Wait> waits) {
    public StatusView {
        roles = List.copyOf(roles);
        queues = List.copyOf(queues);
        projects = List.copyOf(projects);
        waits = List.copyOf(waits);
    }

    @Schema(name = "StatusRole", description = "A role of a process")
    public record Role(
            @Schema(description = "api, worker or agent; of a process that waits to start, its program")
            String role,

            @Schema(description = "Name of the process, as in the leases of its jobs")
            String process,

            @Schema(description = "Of the program") String version,

            Instant startedAt,
            Instant lastSeenAt,

            @Schema(description = "Whether it was seen lately; one that was killed is shown for a day")
            boolean live,

            @Schema(description = "Why it takes no work for now; null where it does")
            Optional<String> paused) {
        static Role of(Presence presence) {
            return new Role(
                    presence.role().name(),
                    presence.role().process(),
                    presence.role().version(),
                    presence.startedAt(),
                    presence.lastSeenAt(),
                    presence.live(),
                    presence.whyPaused());
        }
    }

    @Schema(name = "StatusQueue", description = "The open jobs of a kind and device class")
    public record Queue(
            JobKind kind,

            @Schema(description = "Null for quantize jobs") Optional<String> deviceClass,

            @Schema(description = "Jobs that wait") long queued,

            @Schema(description = "Jobs at work") long running,

            @Schema(description = "Since when the oldest of those that wait has waited; null where none does")
            Optional<Instant> oldestQueuedAt,

            @Schema(description = "The same as an age in seconds")
            OptionalLong oldestSeconds) {
        static Queue of(StatusStore.Queue queue) {
            return new Queue(
                    queue.kind(),
                    queue.deviceClass(),
                    queue.queued(),
                    queue.running(),
                    queue.oldest().map(StatusStore.Oldest::queuedAt),
                    queue.oldest().stream()
                            .mapToLong(oldest -> oldest.age().toSeconds())
                            .findFirst());
        }
    }

    /** What may keep work from being done. */
    @Schema(name = "StatusWaitReason")
    public enum Reason {
        /** A process that lives takes no work for now. */
        PAUSED,
        /** Quantize jobs wait and no worker lives. */
        NO_WORKER,
        /** Benchmark jobs wait for a device class of which no node takes any. */
        NO_NODE,
        /** Jobs wait that are about documents of newer versions than any live process knows that could take them. */
        TOO_NEW,
        /** Nobody is told of jobs, for the brokers refuse the topic. */
        NO_TOPIC
    }

    @Schema(name = "StatusWait", description = "What waits for more than its turn")
    public record Wait(
            Reason reason,

            @Schema(description = "The process that waits, or the device class or role that is waited for")
            String subject,

            @Schema(description = "The same for a person") String sentence) {}
}
