package dev.narrowgauge.api.agent;

import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.db.ControlStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.node.Standing;
import dev.narrowgauge.gateway.BenchmarkInputs;
import java.util.OptionalLong;

/** What content an agent outside may have: what its jobs name, and what its node measured last where that is to be measured again. */
final class AgentContent {
    private final AgentStores stores;
    private final BlobStore blobs;

    AgentContent(AgentStores stores, BlobStore blobs) {
        this.stores = stores;
        this.blobs = blobs;
    }

    /** How many bytes it has; empty where it is not stored. Fails as {@link #required} does. */
    OptionalLong sizeBytes(JoinedAgent agent, String asked) {
        return blobs.sizeBytes(required(agent, asked));
    }

    /** Its name. Fails with {@link ErrorCode#ACCESS_DENIED} where the agent may not have it, whether it is stored or not. */
    String required(JoinedAgent agent, String sha256) {
        if (!isOfJob(agent, sha256) && !isOfRecheck(agent, sha256)) {
            throw new NarrowgaugeException(
                    ErrorCode.ACCESS_DENIED,
                    "The agent has no job that names the content '%s'; it may fetch what its own jobs name."
                            .formatted(sha256));
        }
        return sha256;
    }

    private boolean isOfJob(JoinedAgent agent, String sha256) {
        return stores.jobs().heldBy(agent.owner()).stream()
                .map(job -> BenchmarkInputs.of(job, stores.runs(), stores.variants()))
                .anyMatch(inputs -> inputs.contents().contains(sha256));
    }

    private boolean isOfRecheck(JoinedAgent agent, String sha256) {
        boolean asked = stores.nodes()
                .find(agent.node())
                .flatMap(node -> node.standing().quarantine())
                .filter(Standing.Quarantine::recheckAsked)
                .isPresent();
        return asked && stores.controls().sources(agent.node()).stream().anyMatch(source -> isOf(source, sha256));
    }

    private static boolean isOf(ControlStore.Source source, String sha256) {
        return source.modelId().equals(sha256) || source.datasetId().equals(sha256);
    }
}
