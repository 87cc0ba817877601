package dev.narrowgauge.api.wiring;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.api.access.AuditTrail;
import dev.narrowgauge.api.access.ClientAddress;
import dev.narrowgauge.api.access.Guard;
import dev.narrowgauge.api.access.KnownKeys;
import dev.narrowgauge.api.access.ProjectChoice;
import dev.narrowgauge.api.access.RpcAccess;
import dev.narrowgauge.api.agent.AgentStores;
import dev.narrowgauge.api.agent.AgentsRpc;
import dev.narrowgauge.api.dataset.Datasets;
import dev.narrowgauge.api.dataset.DatasetsRpc;
import dev.narrowgauge.api.event.RunFeed;
import dev.narrowgauge.api.grpc.GrpcServer;
import dev.narrowgauge.api.history.HistoriesRpc;
import dev.narrowgauge.api.history.History;
import dev.narrowgauge.api.model.Models;
import dev.narrowgauge.api.model.ModelsRpc;
import dev.narrowgauge.api.node.Nodes;
import dev.narrowgauge.api.node.NodesRpc;
import dev.narrowgauge.api.recipe.Recipes;
import dev.narrowgauge.api.recipe.RecipesRpc;
import dev.narrowgauge.api.run.Runs;
import dev.narrowgauge.api.run.RunsRpc;
import dev.narrowgauge.api.trace.RpcTraces;
import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.db.ControlStore;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.NodeStore;
import dev.narrowgauge.db.NodeTokenStore;
import dev.narrowgauge.db.PresenceStore;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.VariantStore;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.metrics.ClaimMeters;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.util.List;

/** Makes the server of gRPC and its services. */
@Singleton
final class GrpcAssembly {
    private final ApiConfig config;

    GrpcAssembly(ApiConfig config) {
        this.config = config;
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
            Notifications notifications,
            ClaimMeters claims) {
        AgentStores stores = new AgentStores(tokens, nodes, presences, jobs, runs, variants, controls);
        return new AgentsRpc(stores, blobs, notifications, claims);
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
            OpenTelemetry telemetry,
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
                new RpcTraces(telemetry, new RpcAccess(guard, projects, trail, addresses)));
    }
}
