package dev.narrowgauge.api.wiring;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.api.error.BodyChecks;
import dev.narrowgauge.api.event.RunFeed;
import dev.narrowgauge.api.metrics.DeploymentMeters;
import dev.narrowgauge.api.metrics.DeploymentReader;
import dev.narrowgauge.api.metrics.ServiceMeters;
import dev.narrowgauge.api.node.Nodes;
import dev.narrowgauge.api.recipe.EngineExplainer;
import dev.narrowgauge.api.recipe.Explainer;
import dev.narrowgauge.api.recipe.RecipeRequest;
import dev.narrowgauge.api.recipe.Recipes;
import dev.narrowgauge.api.run.RunSubmission;
import dev.narrowgauge.api.run.Runs;
import dev.narrowgauge.api.status.ServiceStatus;
import dev.narrowgauge.api.upload.EngineInspector;
import dev.narrowgauge.api.upload.InspectionLanes;
import dev.narrowgauge.api.upload.Inspector;
import dev.narrowgauge.api.upload.Uploads;
import dev.narrowgauge.api.verdict.InstallationKey;
import dev.narrowgauge.api.verdict.RunConcluder;
import dev.narrowgauge.api.verdict.SigningConfig;
import dev.narrowgauge.api.verdict.VerdictProver;
import dev.narrowgauge.api.wait.WaitLimits;
import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.db.ControlStore;
import dev.narrowgauge.db.DatasetStore;
import dev.narrowgauge.db.EventStore;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.MeasurementStore;
import dev.narrowgauge.db.ModelStore;
import dev.narrowgauge.db.NodeStore;
import dev.narrowgauge.db.PresenceStore;
import dev.narrowgauge.db.QuotaStore;
import dev.narrowgauge.db.ReleaseStore;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.StatusStore;
import dev.narrowgauge.db.VariantStore;
import dev.narrowgauge.db.WaitStore;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineLimits;
import dev.narrowgauge.metrics.ChildMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** Makes the services of this module that need more than other beans: a setting, the installed engine, a clock. */
@Singleton
final class ApiAssembly {
    private final ApiConfig config;

    ApiAssembly(ApiConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    Uploads uploads(BlobStore blobs) {
        return new Uploads(blobs, config.maxBody().asLongValue());
    }

    @Produces
    @Singleton
    @DefaultBean
    Inspector inspector(InspectionLanes lanes, ChildMeters children) {
        return new EngineInspector(Engine.installed().heardBy(children), lanes);
    }

    @Produces
    @Singleton
    @DefaultBean
    Explainer explainer(InspectionLanes lanes, ChildMeters children, ObjectMapper json) {
        return new EngineExplainer(Engine.installed().heardBy(children), lanes, json);
    }

    @Produces
    @Singleton
    InspectionLanes inspectionLanes() {
        EngineLimits limits =
                EngineLimits.ofThisMachine().withDeadline(config.inspection().deadline());
        return new InspectionLanes(limits, config.inspection().concurrency());
    }

    @Produces
    @Singleton
    Nodes nodes(NodeStore nodes, ControlStore controls) {
        return new Nodes(nodes, controls, config.nodeLiveWithin());
    }

    @Produces
    @Singleton
    ServiceStatus status(PresenceStore presences, StatusStore store, QuotaStore quotas, Nodes offered) {
        return new ServiceStatus(presences, store, quotas, offered, config.nodeLiveWithin());
    }

    /** What is told beside fields that could not be read. */
    @Produces
    @Singleton
    BodyChecks bodyChecks(Runs runs, Recipes recipes) {
        return new BodyChecks(List.of(
                new BodyChecks.Check<>(RunSubmission.class, runs::addFaults),
                new BodyChecks.Check<>(RecipeRequest.class, recipes::addFaults)));
    }

    @Produces
    @Singleton
    RunFeed feed(
            RunStore runs,
            JobStore jobs,
            EventStore events,
            Nodes offered,
            Notifications notifications,
            ObjectMapper json) {
        return new RunFeed(runs, jobs, events, offered, notifications, json, config.heartbeat());
    }

    @Produces
    @Singleton
    ServiceMeters serviceMeters(MeterRegistry registry, RunFeed feed) {
        return new ServiceMeters(registry, feed::openStreams);
    }

    @Produces
    @Singleton
    DeploymentMeters deploymentMeters(MeterRegistry registry) {
        return new DeploymentMeters(registry, System::nanoTime);
    }

    @Produces
    @Singleton
    DeploymentReader deploymentReader(StatusStore status, PresenceStore presences, ControlStore controls) {
        return new DeploymentReader(status, presences, controls, config.nodeLiveWithin());
    }

    @Produces
    @Singleton
    WaitLimits waitLimits(WaitStore waits, NodeStore nodes) {
        return new WaitLimits(waits, nodes, config.nodeGoneAfter(), System::nanoTime);
    }

    @Produces
    @Singleton
    InstallationKey installationKey(SigningConfig signing) {
        return InstallationKey.of(signing);
    }

    @Produces
    @Singleton
    RunConcluder concluder(
            RunStore runs,
            JobStore jobs,
            VariantStore variants,
            MeasurementStore measurements,
            ControlStore controls,
            ModelStore models,
            DatasetStore datasets,
            NodeStore nodes,
            ReleaseStore releases,
            InstallationKey key,
            ObjectMapper json) {
        RunConcluder.Stores stores = new RunConcluder.Stores(
                runs, jobs, variants, measurements, controls, models, datasets, nodes, releases);
        String address = ServiceAddress.of(config.webhooks().serviceAddress());
        return new RunConcluder(stores, new VerdictProver(json, key), Clock.systemUTC(), address);
    }
}
