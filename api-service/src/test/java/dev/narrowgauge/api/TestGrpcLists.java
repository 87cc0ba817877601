package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.proto.v1.Dataset;
import dev.narrowgauge.proto.v1.DatasetsGrpc;
import dev.narrowgauge.proto.v1.DatasetsGrpc.DatasetsBlockingStub;
import dev.narrowgauge.proto.v1.ListDatasetsRequest;
import dev.narrowgauge.proto.v1.ListModelsRequest;
import dev.narrowgauge.proto.v1.ListModelsResponse;
import dev.narrowgauge.proto.v1.ListNodesRequest;
import dev.narrowgauge.proto.v1.Model;
import dev.narrowgauge.proto.v1.ModelsGrpc;
import dev.narrowgauge.proto.v1.ModelsGrpc.ModelsBlockingStub;
import dev.narrowgauge.proto.v1.Node;
import dev.narrowgauge.proto.v1.NodeRequest;
import dev.narrowgauge.proto.v1.NodesGrpc;
import dev.narrowgauge.proto.v1.NodesGrpc.NodesBlockingStub;
import dev.narrowgauge.proto.v1.UploadFilter;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Models, datasets and nodes over gRPC, held against what REST says of the same. */
@QuarkusTest
class TestGrpcLists extends GrpcTest {
    private static final UnknownFieldSet UNKNOWN = UnknownFieldSet.newBuilder()
            .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();

    /** Unlike those of all other uploads. */
    private final String tag = "tag" + System.nanoTime();

    /** The other tests share the node. */
    @AfterEach
    void clear() {
        http.post("/v1/nodes/test-node/clear", "{\"reason\": \"It was the test.\"}");
    }

    @Test
    void modelsAreFoundByAnyNameAndComeInPages() {
        byte[] content = RunFixture.unique(TestingInspector.MODEL);
        String first = RunFixture.id(
                http.upload("/v1/models?name=first" + tag, content).with(201));
        http.upload("/v1/models?name=other" + tag, content).with(200);
        String second =
                RunFixture.id(http.upload("/v1/models?name=second" + tag, RunFixture.unique(TestingInspector.MODEL))
                        .with(201));
        ListModelsRequest single = models(UploadFilter.newBuilder().setText(tag.toUpperCase(Locale.ROOT))).toBuilder()
                .setLimit(1)
                .build();

        ListModelsResponse newest = models().list(single);
        ListModelsResponse oldest = models().list(
                        single.toBuilder().setCursor(newest.getNextCursor()).build());

        assertThat(newest.getModelsList()).extracting(Model::getModelId).containsExactly(second);
        assertThat(oldest.getModelsList()).extracting(Model::getModelId).containsExactly(first);
        assertThat(oldest.getNextCursor()).isEmpty();
        assertThat(models().list(models(UploadFilter.newBuilder().setName("other" + tag)))
                        .getModelsList())
                .isEqualTo(oldest.getModelsList());
        assertThat(models().list(models(UploadFilter.newBuilder().setName("her" + tag)))
                        .getModelsList())
                .isEmpty();
    }

    @Test
    void modelIsWhatRestSaysOfIt() {
        String id = RunFixture.id(http.upload("/v1/models?name=" + tag, RunFixture.unique(TestingInspector.MODEL))
                .with(201));
        JsonNode rest = http.get("/v1/models/" + id).with(200).json();

        Model model =
                models().list(models(UploadFilter.newBuilder().setName(tag))).getModels(0);

        assertThat(model.getModelId()).isEqualTo(id);
        assertThat(model.getName()).isEqualTo(tag);
        assertThat(model.getNamesList()).containsExactly(tag);
        assertThat(model.getSizeBytes()).isEqualTo(rest.path("sizeBytes").asLong());
        assertThat(instant(model.getCreatedAt()))
                .isEqualTo(rest.path("createdAt").asText());
        assertThat(model.getDescription().getIrVersion()).isEqualTo(8);
        assertThat(model.getDescription().getOpset()).isEqualTo(17);
        assertThat(model.getDescription().getProducer()).isEqualTo("fake");
        assertThat(model.getDescription().getParameterCount()).isEqualTo(1000);
        assertThat(model.getDescription().getNodeCount()).isEqualTo(3);
        assertThat(model.getDescription().getOpCountsMap())
                .containsEntry("Conv", 2)
                .containsEntry("Relu", 1);
        assertThat(model.getDescription().getQuantized()).isFalse();
        assertThat(model.getDescription().getInputsList()).singleElement().satisfies(input -> {
            assertThat(input.getName()).isEqualTo("input");
            assertThat(input.getElementType()).isEqualTo("float");
            assertThat(input.getDimsList()).containsExactly(-1L, 1L, 8L, 8L);
        });
        assertThat(model.getDescription().getOutputs(0).getDimsList()).containsExactly(-1L, 10L);
    }

    @Test
    void datasetsAreListedByTheFiltersOfRest() {
        String id = RunFixture.id(
                http.upload("/v1/datasets?name=" + tag, RunFixture.unique(TestingInspector.dataset("1,2", "")))
                        .with(201));
        JsonNode rest = http.get("/v1/datasets/" + id).with(200).json();

        List<Dataset> found = datasets(UploadFilter.newBuilder().setName(tag));

        assertThat(found).singleElement().satisfies(dataset -> {
            assertThat(dataset.getDatasetId()).isEqualTo(id);
            assertThat(dataset.getNamesList()).containsExactly(tag);
            assertThat(dataset.getSizeBytes()).isEqualTo(rest.path("sizeBytes").asLong());
            assertThat(instant(dataset.getCreatedAt()))
                    .isEqualTo(rest.path("createdAt").asText());
            assertThat(dataset.getDescription().getSamples()).isEqualTo(100);
            assertThat(dataset.getDescription().getLabelled()).isTrue();
            assertThat(dataset.getDescription().hasMinLabel()).isTrue();
            assertThat(dataset.getDescription().getMinLabel()).isZero();
            assertThat(dataset.getDescription().getMaxLabel()).isEqualTo(9);
            assertThat(dataset.getDescription().getTensors(0).getDimsList()).containsExactly(100L, 1L, 8L, 8L);
        });
        Timestamp created = found.getFirst().getCreatedAt();
        assertThat(datasets(UploadFilter.newBuilder().setText(tag).setCreatedAfter(created)))
                .isEqualTo(found);
        assertThat(datasets(UploadFilter.newBuilder().setText(tag).setCreatedBefore(created)))
                .isEmpty();
    }

    @Test
    void nodesAreListedWithTheirStanding() {
        fixture.quarantineNode();
        Node quarantined = node();
        http.post("/v1/nodes/test-node/clear", "{\"reason\": \"The fan was replaced.\"}")
                .with(200);
        Node cleared = node();

        assertThat(quarantined.getDeviceClassesList()).containsExactly(RunFixture.CLASS, "x86-avx2");
        assertThat(quarantined.getProfileMap()).containsEntry("cores", "2");
        assertThat(quarantined.getLive()).isTrue();
        assertThat(quarantined.getLastSeenAt().getSeconds()).isPositive();
        assertThat(quarantined.getNoiseFloor().getNeeded()).isEqualTo(20);
        assertThat(quarantined.getNoiseFloor().getControls()).isPositive();
        assertThat(quarantined.getQuarantine().getReason()).contains("exclude 1");
        assertThat(quarantined.getQuarantine().getSince().getSeconds()).isPositive();
        assertThat(cleared.hasQuarantine()).isFalse();
        assertThat(cleared.getClearance().getReason()).isEqualTo("The fan was replaced.");
        assertThat(cleared.getNoiseFloor().getControls()).isZero();
        assertThat(cleared.getNoiseFloor().hasSmallestDifference()).isFalse();
    }

    @Test
    void nodeIsDrainedResumedAndForgotten() {
        String name = "node-" + tag;
        fixture.registerLabelledNode(name, "arm-" + tag, tag);
        NodeRequest request = NodeRequest.newBuilder().setName(name).build();
        ListNodesRequest labelled = ListNodesRequest.newBuilder().addLabels(tag).build();

        Node drained = nodes().drain(request);
        assertThat(drained.getDrainedSince().getSeconds()).isPositive();
        assertThat(drained.getLabelsList()).containsExactly(tag);
        assertThat(nodes().list(labelled).getNodesList()).containsExactly(drained);
        assertThat(nodes().resume(request).hasDrainedSince()).isFalse();
        assertFails(() -> nodes().forget(request), ErrorCode.CONFLICT);
        fixture.leave(name);
        assertThat(nodes().forget(request).getName()).isEqualTo(name);
        assertThat(nodes().list(labelled).getNodesList()).isEmpty();
        assertFails(() -> nodes().drain(request), ErrorCode.NOT_FOUND);
    }

    /** What is left out of a filter lets more through. */
    @Test
    void filterThatCannotBeReadIsRefused() {
        for (UploadFilter.Builder filter : List.of(
                UploadFilter.newBuilder().setText("\0"),
                UploadFilter.newBuilder().setName("\0"),
                UploadFilter.newBuilder()
                        .setCreatedBefore(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE)),
                UploadFilter.newBuilder().setUnknownFields(UNKNOWN))) {
            assertFails(() -> models().list(models(filter)), ErrorCode.REQUEST_INVALID);
            assertFails(() -> datasets(filter), ErrorCode.REQUEST_INVALID);
        }
        assertFails(
                () -> models().list(ListModelsRequest.newBuilder().setLimit(0).build()), ErrorCode.REQUEST_INVALID);
        assertFails(
                () -> models().list(
                                ListModelsRequest.newBuilder().setCursor("x").build()),
                ErrorCode.REQUEST_CURSOR_INVALID);
        assertFails(
                () -> nodes().list(ListNodesRequest.newBuilder()
                        .setUnknownFields(UNKNOWN)
                        .build()),
                ErrorCode.REQUEST_INVALID);
    }

    private static ListModelsRequest models(UploadFilter.Builder filter) {
        return ListModelsRequest.newBuilder().setFilter(filter).build();
    }

    private List<Dataset> datasets(UploadFilter.Builder filter) {
        DatasetsBlockingStub datasets =
                DatasetsGrpc.newBlockingStub(channel).withDeadlineAfter(LIMIT.toSeconds(), TimeUnit.SECONDS);
        return datasets.list(ListDatasetsRequest.newBuilder().setFilter(filter).build())
                .getDatasetsList();
    }

    private Node node() {
        return nodes().list(ListNodesRequest.getDefaultInstance()).getNodesList().stream()
                .filter(node -> node.getName().equals("test-node"))
                .findFirst()
                .orElseThrow();
    }

    private ModelsBlockingStub models() {
        return ModelsGrpc.newBlockingStub(channel).withDeadlineAfter(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private NodesBlockingStub nodes() {
        return NodesGrpc.newBlockingStub(channel).withDeadlineAfter(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** As REST writes it. */
    private static String instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos())
                .toString();
    }
}
