package dev.narrowgauge.api.agent;

import dev.narrowgauge.blob.BlobSource;
import dev.narrowgauge.db.ControlStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.node.Standing;
import dev.narrowgauge.gateway.BenchmarkInputs;
import java.util.Optional;
import java.util.OptionalLong;

/** What content an agent outside may have: what its jobs name, and the baseline that its node is asked to measure again. */
final class AgentContent {
    private final AgentStores stores;
    private final BlobSource blobs;

    AgentContent(AgentStores stores, BlobSource blobs) {
        this.stores = stores;
        this.blobs = blobs;
    }

    /** How many bytes it has; empty where it is not stored. Fails as {@link #required} does. */
    OptionalLong sizeBytes(JoinedAgent agent, String asked) {
        return blobs.sizeBytes(required(agent, asked));
    }

    /** Its name. Fails with {@link ErrorCode#ACCESS_DENIED} where the agent may not have it, whether it is stored or not. */
    String required(JoinedAgent agent, String sha256) {
        if (!isOfJob(agent, sha256)
                && ofRecheck(agent).filter(source -> isOf(source, sha256)).isEmpty()) {
            throw new NarrowgaugeException(
                    ErrorCode.ACCESS_DENIED,
                    "The agent has no job that names the content '%s'; it may fetch what its own jobs name, and the baseline that its node is asked to measure again."
                            .formatted(sha256));
        }
        return sha256;
    }

    private boolean isOfJob(JoinedAgent agent, String sha256) {
        return stores.jobs().heldBy(agent.owner()).stream()
                .map(job -> BenchmarkInputs.of(job, stores.ofJobs()))
                .anyMatch(inputs -> inputs.contents().contains(sha256));
    }

    /**
     * The one baseline that an A/A session of the node is to measure: of those that were measured there before it was asked for,
     * the newest that is stored. Empty where none is, or no session is asked for.
     */
    Optional<ControlStore.Source> ofRecheck(JoinedAgent agent) {
        boolean asked = stores.nodes()
                .find(agent.node())
                .flatMap(node -> node.standing().quarantine())
                .filter(Standing.Quarantine::recheckAsked)
                .isPresent();
        return asked
                ? stores.controls().sources(agent.node()).stream()
                        .filter(this::isStored)
                        .findFirst()
                : Optional.empty();
    }

    private boolean isStored(ControlStore.Source source) {
        return blobs.exists(source.modelId()) && blobs.exists(source.datasetId());
    }

    private static boolean isOf(ControlStore.Source source, String sha256) {
        return source.modelId().equals(sha256) || source.datasetId().equals(sha256);
    }
}
