package dev.narrowgauge.agent;

import dev.narrowgauge.blob.BlobFiles;
import dev.narrowgauge.blob.BlobSource;
import dev.narrowgauge.blob.FetchWatch;
import dev.narrowgauge.db.ControlStore;
import dev.narrowgauge.domain.latency.AgreementSession;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.engine.client.BenchmarkPlan;
import dev.narrowgauge.engine.client.CancelToken;
import dev.narrowgauge.gateway.ControlPlane;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;

/**
 * An A/A session, which clears a quarantined node or does not: the baseline that was measured last, timed against itself
 * ten times.
 */
final class Recheck {
    private static final Logger LOG = System.getLogger(Recheck.class.getName());
    private static final String NOTHING_STORED =
            "An A/A session was requested, but no model that was measured here is still stored, so only a person can clear the node.";

    /** Times a model against itself. */
    @FunctionalInterface
    interface SelfComparison {
        /** Throws {@link CancellationException} once cancelled. */
        LatencyEvidence measure(Path model, Path samples, BenchmarkPlan plan, CancelToken cancel);
    }

    private final ControlPlane plane;
    private final BlobSource blobs;
    private final SelfComparison comparison;

    Recheck(ControlPlane plane, BlobSource blobs, SelfComparison comparison) {
        this.plane = plane;
        this.blobs = blobs;
        this.comparison = comparison;
    }

    /** Blocks until the session has ended and its outcome is written; one that is cancelled writes nothing. */
    void run(String node, CancelToken cancel) {
        Optional<ControlStore.Source> source =
                plane.sources(node).stream().filter(this::isStored).findFirst();
        if (source.isEmpty()) {
            plane.endRecheck(node, List.of(), Optional.of(NOTHING_STORED));
            return;
        }
        measured(node, source.get(), cancel).ifPresent(session -> {
            plane.endRecheck(node, session.controls(Instant.now()), session.whyUnsound());
            LOG.log(
                    Level.INFO,
                    "A/A session of node {0}: {1}",
                    node,
                    session.whyUnsound().orElse("nothing found"));
        });
    }

    /** Empty where it was cancelled, or failed and that is written. */
    private Optional<AgreementSession> measured(String node, ControlStore.Source source, CancelToken cancel) {
        try {
            return Optional.of(measure(source, cancel));
        } catch (CancellationException e) {
            LOG.log(Level.INFO, "A/A session of node {0} was cancelled", node);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the A/A session of node " + node + " failed", e);
            plane.endRecheck(
                    node,
                    List.of(),
                    Optional.of("The A/A session failed: %s; request another one, or clear the node."
                            .formatted(e.getMessage())));
        }
        return Optional.empty();
    }

    private AgreementSession measure(ControlStore.Source source, CancelToken cancel) {
        long seed = UUID.randomUUID().getLeastSignificantBits();
        List<LatencyEvidence> measured = new ArrayList<>();
        try (BlobFiles files = new BlobFiles(blobs)) {
            FetchWatch watch = (_, _) -> !cancel.isCancelled();
            Path model = files.path(source.modelId(), watch);
            Path samples = files.path(source.datasetId(), watch);
            for (int i = 0; i < AgreementSession.COMPARISONS; i++) {
                measured.add(comparison.measure(model, samples, BenchmarkPlan.standard(seed + i), cancel));
            }
        }
        return new AgreementSession(measured, BenchmarkPlan.standard(seed).confidence());
    }

    private boolean isStored(ControlStore.Source source) {
        return blobs.exists(source.modelId()) && blobs.exists(source.datasetId());
    }
}
