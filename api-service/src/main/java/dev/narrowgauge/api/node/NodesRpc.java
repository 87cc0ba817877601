package dev.narrowgauge.api.node;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.api.error.PlainText;
import dev.narrowgauge.api.grpc.ListRequests;
import dev.narrowgauge.api.grpc.Timestamps;
import dev.narrowgauge.domain.latency.NoiseFloor;
import dev.narrowgauge.gateway.NodeMessages;
import dev.narrowgauge.proto.v1.ListNodesRequest;
import dev.narrowgauge.proto.v1.ListNodesResponse;
import dev.narrowgauge.proto.v1.Node;
import dev.narrowgauge.proto.v1.NodeRequest;
import dev.narrowgauge.proto.v1.NodesGrpc;
import io.grpc.stub.StreamObserver;
import java.util.function.Function;

/** The gRPC service {@code narrowgauge.v1.Nodes}. */
public final class NodesRpc extends NodesGrpc.NodesImplBase {
    private final Nodes nodes;

    public NodesRpc(Nodes nodes) {
        this.nodes = requireNonNull(nodes, "nodes is null");
    }

    @Override
    public void list(ListNodesRequest request, StreamObserver<ListNodesResponse> response) {
        ListRequests.requireKnown(request);
        PlainText.requireStorable("labels", request.getLabelsList());
        response.onNext(ListNodesResponse.newBuilder()
                .addAllNodes(nodes.list(request.getLabelsList()).stream()
                        .map(NodesRpc::message)
                        .toList())
                .build());
        response.onCompleted();
    }

    @Override
    public void drain(NodeRequest request, StreamObserver<Node> response) {
        answer(request, nodes::drain, response);
    }

    @Override
    public void resume(NodeRequest request, StreamObserver<Node> response) {
        answer(request, nodes::resume, response);
    }

    @Override
    public void forget(NodeRequest request, StreamObserver<Node> response) {
        answer(request, nodes::forget, response);
    }

    private static void answer(NodeRequest request, Function<String, NodeView> change, StreamObserver<Node> response) {
        response.onNext(message(change.apply(request.getName())));
        response.onCompleted();
    }

    private static Node message(NodeView node) {
        var message = Node.newBuilder()
                .setName(node.name())
                .setDescription(node.description())
                .addAllDeviceClasses(node.deviceClasses())
                .setFingerprint(node.fingerprint())
                .putAllProfile(node.profile())
                .addAllLabels(node.labels())
                .setRegisteredAt(Timestamps.of(node.registeredAt()))
                .setLastSeenAt(Timestamps.of(node.lastSeenAt()))
                .setLive(node.live())
                .setNoiseFloor(message(node.noiseFloor()));
        if (node.quarantine() != null) {
            message.setQuarantine(NodeMessages.quarantine(node.quarantine()));
        }
        if (node.clearance() != null) {
            message.setClearance(NodeMessages.clearance(node.clearance()));
        }
        if (node.drainedSince() != null) {
            message.setDrainedSince(Timestamps.of(node.drainedSince()));
        }
        return message.build();
    }

    private static dev.narrowgauge.proto.v1.NoiseFloor message(NoiseFloor floor) {
        var message = dev.narrowgauge.proto.v1.NoiseFloor.newBuilder()
                .setControls(floor.controls())
                .setNeeded(floor.needed());
        if (floor.smallestDifference() != null) {
            message.setSmallestDifference(floor.smallestDifference());
        }
        return message.build();
    }
}
