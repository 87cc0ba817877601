package dev.narrowgauge.gateway;

import com.google.protobuf.Timestamp;
import dev.narrowgauge.db.ControlStore;
import dev.narrowgauge.domain.latency.Control;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.domain.node.NodeLabels;
import dev.narrowgauge.domain.node.Standing;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.proto.v1.Clearance;
import dev.narrowgauge.proto.v1.EndRecheckRequest;
import dev.narrowgauge.proto.v1.MeasuredSource;
import dev.narrowgauge.proto.v1.NodeControl;
import dev.narrowgauge.proto.v1.NodeStanding;
import dev.narrowgauge.proto.v1.Quarantine;
import dev.narrowgauge.proto.v1.RegisterNodeRequest;
import dev.narrowgauge.proto.v1.SourcesResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Nodes in messages of the gRPC API, and back. What says nothing that can be fails with an IllegalArgumentException. */
public final class NodeMessages {
    private NodeMessages() {}

    static RegisterNodeRequest registration(Node node, Duration silence) {
        return RegisterNodeRequest.newBuilder()
                .setName(node.name())
                .setDescription(node.description())
                .addAllDeviceClasses(node.deviceClasses())
                .setFingerprint(node.fingerprint())
                .putAllProfile(node.profile())
                .addAllLabels(node.labels())
                .setSilenceMillis(silence.toMillis())
                .build();
    }

    /** Its times are set where it is kept. Fails as {@link NodeLabels#of} does. */
    public static Node node(RegisterNodeRequest request) {
        Node node = new Node(
                request.getName(),
                request.getDescription(),
                request.getDeviceClassesList(),
                request.getFingerprint(),
                request.getProfileMap(),
                Instant.EPOCH,
                Instant.EPOCH);
        return node.withLabels(NodeLabels.of(request.getLabelsList()));
    }

    /** @param standing empty where the agent does not speak for the node */
    public static NodeStanding standing(Optional<Standing> standing) {
        NodeStanding.Builder message = NodeStanding.newBuilder().setHeld(standing.isPresent());
        standing.flatMap(Standing::quarantine).map(NodeMessages::quarantine).ifPresent(message::setQuarantine);
        standing.flatMap(Standing::clearance).map(NodeMessages::clearance).ifPresent(message::setClearance);
        standing.flatMap(Standing::drainedSince).map(NodeMessages::timestamp).ifPresent(message::setDrainedSince);
        return message.build();
    }

    static Optional<Standing> standingOf(NodeStanding message) {
        if (!message.getHeld()) {
            return Optional.empty();
        }
        Optional<Standing.Quarantine> quarantine = Optional.of(message.getQuarantine())
                .filter(_ -> message.hasQuarantine())
                .map(told ->
                        new Standing.Quarantine(instant(told.getSince()), told.getReason(), told.getRecheckAsked()));
        Optional<Standing.Clearance> clearance = Optional.of(message.getClearance())
                .filter(_ -> message.hasClearance())
                .map(told -> new Standing.Clearance(instant(told.getAt()), told.getReason()));
        Optional<Instant> drainedSince =
                message.hasDrainedSince() ? Optional.of(instant(message.getDrainedSince())) : Optional.empty();
        return Optional.of(new Standing(quarantine, clearance, drainedSince));
    }

    public static Quarantine quarantine(Standing.Quarantine quarantine) {
        return Quarantine.newBuilder()
                .setSince(timestamp(quarantine.since()))
                .setReason(quarantine.reason())
                .setRecheckAsked(quarantine.recheckAsked())
                .build();
    }

    public static Clearance clearance(Standing.Clearance clearance) {
        return Clearance.newBuilder()
                .setAt(timestamp(clearance.at()))
                .setReason(clearance.reason())
                .build();
    }

    public static SourcesResponse sources(List<ControlStore.Source> sources) {
        return SourcesResponse.newBuilder()
                .addAllSources(sources.stream()
                        .map(source -> MeasuredSource.newBuilder()
                                .setModelId(source.modelId())
                                .setDatasetId(source.datasetId())
                                .build())
                        .toList())
                .build();
    }

    static List<ControlStore.Source> sourcesOf(SourcesResponse message) {
        return message.getSourcesList().stream()
                .map(source -> new ControlStore.Source(source.getModelId(), source.getDatasetId()))
                .toList();
    }

    static EndRecheckRequest recheck(List<Control> controls, Optional<String> refusal) {
        EndRecheckRequest.Builder message = EndRecheckRequest.newBuilder()
                .addAllControls(controls.stream().map(NodeMessages::control).toList());
        refusal.ifPresent(message::setRefusal);
        return message.build();
    }

    private static NodeControl control(Control control) {
        return NodeControl.newBuilder()
                .setSession(control.session())
                .setRatio(control.ratio().estimate())
                .setLow(control.ratio().low())
                .setHigh(control.ratio().high())
                .setConfidence(control.ratio().confidence())
                .build();
    }

    /** @param at when they came: they are stored with the time of the database */
    public static List<Control> controls(EndRecheckRequest message, Instant at) {
        return message.getControlsList().stream()
                .map(sent -> new Control(
                        at,
                        sent.getSession(),
                        new Interval(sent.getRatio(), sent.getLow(), sent.getHigh(), sent.getConfidence())))
                .toList();
    }

    static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    static Instant instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }
}
