package dev.narrowgauge.api.wiring;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.api.access.AdminKey;
import dev.narrowgauge.api.access.AuditTrail;
import dev.narrowgauge.api.access.Buckets;
import dev.narrowgauge.api.access.ClientAddress;
import dev.narrowgauge.api.access.CurrentProject;
import dev.narrowgauge.api.access.Guard;
import dev.narrowgauge.api.access.KnownKeys;
import dev.narrowgauge.api.access.KnownProjects;
import dev.narrowgauge.api.access.ProjectChoice;
import dev.narrowgauge.api.access.RpcAccess;
import dev.narrowgauge.api.agent.AgentStores;
import dev.narrowgauge.api.agent.AgentsRpc;
import dev.narrowgauge.api.dataset.Datasets;
import dev.narrowgauge.api.dataset.DatasetsRpc;
import dev.narrowgauge.api.error.BodyChecks;
import dev.narrowgauge.api.event.RunFeed;
import dev.narrowgauge.api.grpc.GrpcServer;
import dev.narrowgauge.api.history.HistoriesRpc;
import dev.narrowgauge.api.history.History;
import dev.narrowgauge.api.identity.IdentityTokens;
import dev.narrowgauge.api.identity.OidcConfig;
import dev.narrowgauge.api.identity.Providers;
import dev.narrowgauge.api.identity.SignIns;
import dev.narrowgauge.api.model.Models;
import dev.narrowgauge.api.model.ModelsRpc;
import dev.narrowgauge.api.node.Nodes;
import dev.narrowgauge.api.node.NodesRpc;
import dev.narrowgauge.api.recipe.EngineExplainer;
import dev.narrowgauge.api.recipe.Explainer;
import dev.narrowgauge.api.recipe.RecipeRequest;
import dev.narrowgauge.api.recipe.Recipes;
import dev.narrowgauge.api.recipe.RecipesRpc;
import dev.narrowgauge.api.run.RunSubmission;
import dev.narrowgauge.api.run.Runs;
import dev.narrowgauge.api.run.RunsRpc;
import dev.narrowgauge.api.status.ServiceStatus;
import dev.narrowgauge.api.upload.EngineInspector;
import dev.narrowgauge.api.upload.InspectionLanes;
import dev.narrowgauge.api.upload.Inspector;
import dev.narrowgauge.api.upload.Uploads;
import dev.narrowgauge.api.verdict.RunConcluder;
import dev.narrowgauge.api.wait.WaitLimits;
import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.db.ApiKeyStore;
import dev.narrowgauge.db.AuditStore;
import dev.narrowgauge.db.ControlStore;
import dev.narrowgauge.db.DatasetStore;
import dev.narrowgauge.db.EventStore;
import dev.narrowgauge.db.IdentitySessionStore;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.MeasurementStore;
import dev.narrowgauge.db.ModelStore;
import dev.narrowgauge.db.NodeStore;
import dev.narrowgauge.db.NodeTokenStore;
import dev.narrowgauge.db.PageSessionStore;
import dev.narrowgauge.db.PresenceStore;
import dev.narrowgauge.db.ProjectStore;
import dev.narrowgauge.db.QuotaStore;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.StatusStore;
import dev.narrowgauge.db.TenantStores;
import dev.narrowgauge.db.VariantStore;
import dev.narrowgauge.db.WaitStore;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineLimits;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** Makes the services of this module that need more than other beans: a setting, the installed engine, a clock. */
@Singleton
final class ApiAssembly {
    private static final Duration MINUTE = Duration.ofMinutes(1);

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
    Inspector inspector(InspectionLanes lanes) {
        return new EngineInspector(Engine.installed(), lanes);
    }

    @Produces
    @Singleton
    @DefaultBean
    Explainer explainer(InspectionLanes lanes, ObjectMapper json) {
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
    AgentsRpc agents(
            NodeTokenStore tokens,
            NodeStore nodes,
            PresenceStore presences,
            JobStore jobs,
            RunStore runs,
            VariantStore variants,
            ControlStore controls,
            BlobStore blobs,
            Notifications notifications) {
        AgentStores stores = new AgentStores(tokens, nodes, presences, jobs, runs, variants, controls);
        return new AgentsRpc(stores, blobs, notifications);
    }

    @Produces
    @Singleton
    KnownKeys knownKeys(
            ApiKeyStore keys,
            PageSessionStore sessions,
            IdentitySessionStore identities,
            AdminKey adminKey,
            Notifications notifications) {
        return KnownKeys.over(
                keys,
                sessions,
                identities,
                adminKey,
                notifications,
                Clock.systemUTC(),
                buckets("unknown-keys", config.limits().unknownKeys(), MINUTE));
    }

    @Produces
    @Singleton
    ClientAddress clientAddress() {
        return new ClientAddress(config.behindTlsProxy());
    }

    @Produces
    @Singleton
    AuditTrail auditTrail(AuditStore store) {
        return new AuditTrail(store, buckets("refusals", config.limits().refusals(), MINUTE));
    }

    @Produces
    @Singleton
    KnownProjects knownProjects(ProjectStore projects, Notifications notifications) {
        return KnownProjects.over(projects, notifications);
    }

    /** What callers see; who serves all projects is given the stores one by one. */
    @Produces
    @Singleton
    TenantStores tenantStores(DataSource database, CurrentProject project) {
        return TenantStores.over(database, project::scope);
    }

    @Produces
    @Singleton
    Providers providers(OidcConfig settings) {
        return Providers.of(settings);
    }

    @Produces
    @Singleton
    IdentityTokens identityTokens(Providers providers) {
        return IdentityTokens.of(providers, Clock.systemUTC());
    }

    @Produces
    @Singleton
    SignIns signIns(IdentityTokens tokens) {
        return SignIns.of(tokens);
    }

    @Produces
    @Singleton
    Guard guard(KnownKeys keys, IdentityTokens tokens) {
        return new Guard(
                keys,
                tokens,
                config.auth(),
                buckets("calls", config.limits().calls(), config.limits().callsIn()));
    }

    /** @param setting the one that says how many each holds */
    private static <K> Buckets<K> buckets(String setting, int size, Duration refill) {
        if (size < 1) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "narrowgauge.api.limits.%s is %d; it must be a whole number from 1.".formatted(setting, size));
        }
        return new Buckets<>(size, refill, System::nanoTime);
    }

    @Produces
    @Singleton
    GrpcServer grpcServer(
            Guard guard,
            ProjectChoice projects,
            AuditTrail trail,
            ClientAddress addresses,
            KnownKeys keys,
            Runs runs,
            Recipes recipes,
            Models models,
            Datasets datasets,
            Nodes offered,
            History history,
            AgentsRpc agents,
            RunFeed feed,
            GrpcTls tls,
            ObjectMapper json) {
        InetSocketAddress address =
                new InetSocketAddress(config.grpc().host(), config.grpc().port());
        return new GrpcServer(
                address,
                tls.credentials(),
                config.connectionIdle(),
                List.of(
                        new RunsRpc(runs, feed, keys, json),
                        new RecipesRpc(recipes, json),
                        new ModelsRpc(models),
                        new DatasetsRpc(datasets),
                        new NodesRpc(offered),
                        new HistoriesRpc(history),
                        agents.guarded()),
                new RpcAccess(guard, projects, trail, addresses));
    }

    @Produces
    @Singleton
    WaitLimits waitLimits(WaitStore waits, NodeStore nodes) {
        return new WaitLimits(waits, nodes, config.nodeGoneAfter(), System::nanoTime);
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
            DatasetStore datasets) {
        RunConcluder.Stores stores =
                new RunConcluder.Stores(runs, jobs, variants, measurements, controls, models, datasets);
        return new RunConcluder(stores, Clock.systemUTC());
    }
}
