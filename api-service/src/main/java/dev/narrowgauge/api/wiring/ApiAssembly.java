package dev.narrowgauge.api.wiring;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.api.dataset.Datasets;
import dev.narrowgauge.api.dataset.DatasetsRpc;
import dev.narrowgauge.api.event.RunFeed;
import dev.narrowgauge.api.grpc.GrpcServer;
import dev.narrowgauge.api.model.Models;
import dev.narrowgauge.api.model.ModelsRpc;
import dev.narrowgauge.api.node.Nodes;
import dev.narrowgauge.api.node.NodesRpc;
import dev.narrowgauge.api.recipe.EngineExplainer;
import dev.narrowgauge.api.recipe.Explainer;
import dev.narrowgauge.api.recipe.Recipes;
import dev.narrowgauge.api.recipe.RecipesRpc;
import dev.narrowgauge.api.run.RunChecks;
import dev.narrowgauge.api.run.RunInputs;
import dev.narrowgauge.api.run.Runs;
import dev.narrowgauge.api.run.RunsRpc;
import dev.narrowgauge.api.upload.Contents;
import dev.narrowgauge.api.upload.EngineInspector;
import dev.narrowgauge.api.upload.InspectionLanes;
import dev.narrowgauge.api.upload.Inspector;
import dev.narrowgauge.api.upload.Uploads;
import dev.narrowgauge.api.variant.Variants;
import dev.narrowgauge.api.verdict.ConcluderLoop;
import dev.narrowgauge.api.verdict.RunConcluder;
import dev.narrowgauge.api.wait.WaitLimits;
import dev.narrowgauge.api.wait.WaitLoop;
import dev.narrowgauge.db.ControlStore;
import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.DatasetStore;
import dev.narrowgauge.db.EventStore;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.MeasurementStore;
import dev.narrowgauge.db.ModelStore;
import dev.narrowgauge.db.NodeStore;
import dev.narrowgauge.db.OutboxStore;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.StoredContent;
import dev.narrowgauge.db.VariantStore;
import dev.narrowgauge.db.WaitStore;
import dev.narrowgauge.db.blob.BlobStore;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineLimits;
import dev.narrowgauge.queue.OutboxRelay;
import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/**
 * Makes this module's services. The stores under them stay private to it: another module in the same process makes its
 * own, and two beans of one type would be one too many.
 */
@Singleton
final class ApiAssembly {
    private final ApiConfig config;
    private final ObjectMapper json;
    private final Clock clock = Clock.systemUTC();
    private final Jdbi jdbi;
    private final BlobStore blobs;
    private final Uploads uploads;
    private final RunConcluder.Stores stores;
    private final NodeStore nodes;
    private final EventStore events;
    private final OutboxStore outbox;
    private final WaitStore waits;

    ApiAssembly(ApiConfig config, AgroalDataSource dataSource, ObjectMapper json) {
        this.config = config;
        this.json = json;
        this.jdbi = Database.jdbi(dataSource);
        this.blobs = BlobStore.open(config.blobDir());
        this.uploads = new Uploads(blobs, config.maxBody().asLongValue());
        this.stores = new RunConcluder.Stores(
                new RunStore(jdbi),
                new JobStore(jdbi),
                new VariantStore(jdbi),
                new MeasurementStore(jdbi),
                new ControlStore(jdbi),
                new ModelStore(jdbi),
                new DatasetStore(jdbi));
        this.nodes = new NodeStore(jdbi);
        this.events = new EventStore(jdbi);
        this.outbox = new OutboxStore(jdbi);
        this.waits = new WaitStore(jdbi);
    }

    /** Once the database has its schema. */
    void requireContent() {
        StoredContent.require(jdbi, blobs);
    }

    @Produces
    @Singleton
    @DefaultBean
    Inspector inspector(InspectionLanes lanes) {
        return new EngineInspector(Engine.installed(), lanes);
    }

    @Produces
    @Singleton
    @DefaultBean
    Explainer explainer(InspectionLanes lanes) {
        return new EngineExplainer(Engine.installed(), lanes, json);
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
    Recipes recipes(Models models, Datasets datasets, Nodes offered, Explainer explainer) {
        return new Recipes(models, datasets, offered, blobs, explainer);
    }

    @Produces
    @Singleton
    Models models(Inspector inspector) {
        return new Models(stores.models(), uploads, inspector);
    }

    @Produces
    @Singleton
    Datasets datasets(Inspector inspector) {
        return new Datasets(stores.datasets(), uploads, inspector);
    }

    @Produces
    @Singleton
    Contents contents() {
        return new Contents(blobs);
    }

    @Produces
    @Singleton
    Nodes nodes() {
        return new Nodes(nodes, stores.controls(), config.nodeLiveWithin());
    }

    @Produces
    @Singleton
    Runs runs(Nodes offered, Recipes recipes) {
        RunChecks checks = new RunChecks(new RunInputs(stores.models(), stores.datasets()), recipes);
        return new Runs(stores.runs(), stores.jobs(), checks, offered);
    }

    @Produces
    @Singleton
    Variants variants(Runs runs) {
        return new Variants(runs, stores.variants(), stores.measurements());
    }

    @Produces
    @Singleton
    RunFeed feed(ApiNotifications notifications) {
        return new RunFeed(stores.runs(), stores.jobs(), events, notifications.get(), json, config.heartbeat());
    }

    @Produces
    @Singleton
    GrpcServer grpcServer(
            Runs runs, Recipes recipes, Models models, Datasets datasets, Nodes offered, RunFeed feed) {
        InetSocketAddress address =
                new InetSocketAddress(config.grpc().host(), config.grpc().port());
        return new GrpcServer(
                address,
                List.of(
                        new RunsRpc(runs, feed, json),
                        new RecipesRpc(recipes, json),
                        new ModelsRpc(models),
                        new DatasetsRpc(datasets),
                        new NodesRpc(offered)));
    }

    @Produces
    @Singleton
    BackgroundWork backgroundWork(ApiNotifications notifications) {
        RunConcluder concluder = new RunConcluder(stores, clock);
        WaitLimits limits = new WaitLimits(waits, nodes, config.nodeGoneAfter(), System::nanoTime);
        return new BackgroundWork(List.of(
                () -> OutboxRelay.start(outbox, notifications.get(), config.bootstrapServers()),
                () -> WaitLoop.start(limits, config.sweep()),
                () -> ConcluderLoop.start(concluder, notifications.get(), config.sweep())));
    }
}
