package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.protobuf.Message;
import dev.narrowgauge.api.access.ApiOperation;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.access.Role;
import dev.narrowgauge.proto.v1.AnnotateRequest;
import dev.narrowgauge.proto.v1.CancelRunRequest;
import dev.narrowgauge.proto.v1.CancelRunsRequest;
import dev.narrowgauge.proto.v1.CompareRequest;
import dev.narrowgauge.proto.v1.ConfirmChangeRequest;
import dev.narrowgauge.proto.v1.DatasetsGrpc;
import dev.narrowgauge.proto.v1.DeleteAnnotationRequest;
import dev.narrowgauge.proto.v1.DeleteDatasetRequest;
import dev.narrowgauge.proto.v1.DeleteModelRequest;
import dev.narrowgauge.proto.v1.DeleteRunRequest;
import dev.narrowgauge.proto.v1.DismissChangeRequest;
import dev.narrowgauge.proto.v1.GetRunRequest;
import dev.narrowgauge.proto.v1.GetSeriesRequest;
import dev.narrowgauge.proto.v1.HistoriesGrpc;
import dev.narrowgauge.proto.v1.ListDatasetsRequest;
import dev.narrowgauge.proto.v1.ListModelsRequest;
import dev.narrowgauge.proto.v1.ListNodesRequest;
import dev.narrowgauge.proto.v1.ListRunsRequest;
import dev.narrowgauge.proto.v1.ListSeriesRequest;
import dev.narrowgauge.proto.v1.MatrixRequest;
import dev.narrowgauge.proto.v1.ModelsGrpc;
import dev.narrowgauge.proto.v1.NodeRequest;
import dev.narrowgauge.proto.v1.NodesGrpc;
import dev.narrowgauge.proto.v1.NoiseRequest;
import dev.narrowgauge.proto.v1.ParetoRequest;
import dev.narrowgauge.proto.v1.RecipeRequest;
import dev.narrowgauge.proto.v1.RecipesGrpc;
import dev.narrowgauge.proto.v1.RunFilter;
import dev.narrowgauge.proto.v1.RunsGrpc;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each method of gRPC by holders of each role that may call it: what comes back is what was asked for. */
@QuarkusTest
class TestGrantedCalls extends GrpcTest {
    private static final Path MODEL =
            Path.of(System.getProperty("narrowgauge.root", "..")).resolve("demo/digits-cnn.onnx");
    private static final String NODE = "granted-node";
    private static final String RECIPE = "{\"precision\": \"int8\"}";

    /** Of a series of which it is known how its values differ, half as many: two are made at once. */
    private static final int FEWEST_VALUES = 2;

    private final String tag = "granted-" + System.nanoTime();

    @AfterEach
    void cancel() {
        http.post("/v1/runs:cancel?tag=" + tag, "").with(200);
    }

    @ParameterizedTest
    @EnumSource
    void methodsAnswerThoseWhoMayCallThem(Role role) throws IOException {
        assumeThat(TestingInspector.engineHome()).as("an engine").isPresent();
        Map<String, Function<Channel, Message>> calls = calls();
        assertThat(calls).containsOnlyKeys(methodsOfKeys());
        ManagedChannel holder = channel(Optional.of(newKey(role.permissions().toArray(Permission[]::new))));
        try {
            calls.forEach((method, call) -> {
                if (Granted.isTo(role, method)) {
                    Message answer = call.apply(holder);
                    assertThat(answer).as("%s by %s", method, role).isNotEqualTo(answer.getDefaultInstanceForType());
                }
            });
        } finally {
            holder.shutdownNow();
        }
    }

    /** Full names of those that a scope is needed for; agents call the others. */
    private static List<String> methodsOfKeys() {
        return Arrays.stream(ApiOperation.values())
                .filter(operation -> operation.access().permission().isPresent())
                .flatMap(operation -> operation.names().stream())
                .filter(name -> name.contains("/"))
                .toList();
    }

    private Map<String, Function<Channel, Message>> calls() throws IOException {
        Map<String, Function<Channel, Message>> calls = new LinkedHashMap<>();
        uploads(calls);
        recipes(calls);
        runs(calls);
        histories(calls);
        nodes(calls);
        return calls;
    }

    private void uploads(Map<String, Function<Channel, Message>> calls) {
        fixture.model();
        fixture.dataset("51");
        calls.put(
                "narrowgauge.v1.Models/List",
                channel -> ModelsGrpc.newBlockingStub(channel).list(ListModelsRequest.getDefaultInstance()));
        calls.put(
                "narrowgauge.v1.Datasets/List",
                channel -> DatasetsGrpc.newBlockingStub(channel).list(ListDatasetsRequest.getDefaultInstance()));
        calls.put(
                "narrowgauge.v1.Models/Delete",
                channel -> ModelsGrpc.newBlockingStub(channel)
                        .delete(DeleteModelRequest.newBuilder()
                                .setModelId(fixture.model())
                                .build()));
        calls.put(
                "narrowgauge.v1.Datasets/Delete",
                channel -> DatasetsGrpc.newBlockingStub(channel)
                        .delete(DeleteDatasetRequest.newBuilder()
                                .setDatasetId(fixture.dataset("52"))
                                .build()));
    }

    private void recipes(Map<String, Function<Channel, Message>> calls) throws IOException {
        String model = RunFixture.id(http.upload("/v1/models?name=digits", Files.readAllBytes(MODEL)));
        RecipeRequest request = RecipeRequest.newBuilder()
                .setRecipeJson(RECIPE)
                .setModelId(model)
                .build();
        calls.put(
                "narrowgauge.v1.Recipes/Validate",
                channel -> RecipesGrpc.newBlockingStub(channel).validate(request));
        calls.put(
                "narrowgauge.v1.Recipes/Explain",
                channel -> RecipesGrpc.newBlockingStub(channel).explain(request));
    }

    private void runs(Map<String, Function<Channel, Message>> calls) {
        String run = submitted();
        calls.put(
                "narrowgauge.v1.Runs/Submit",
                channel -> RunsGrpc.newBlockingStub(channel)
                        .submit(request(RECIPE).addTags(tag).build()));
        calls.put(
                "narrowgauge.v1.Runs/Get",
                channel -> RunsGrpc.newBlockingStub(channel)
                        .get(GetRunRequest.newBuilder().setRunId(run).build()));
        calls.put(
                "narrowgauge.v1.Runs/Timeline",
                channel -> RunsGrpc.newBlockingStub(channel)
                        .timeline(GetRunRequest.newBuilder().setRunId(run).build()));
        calls.put(
                "narrowgauge.v1.Runs/List",
                channel -> RunsGrpc.newBlockingStub(channel).list(ListRunsRequest.getDefaultInstance()));
        calls.put(
                "narrowgauge.v1.Runs/Watch",
                channel -> RunsGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(LIMIT.toSeconds(), TimeUnit.SECONDS)
                        .watch(watch(run, 0))
                        .next());
        calls.put(
                "narrowgauge.v1.Runs/Cancel",
                channel -> RunsGrpc.newBlockingStub(channel)
                        .cancel(CancelRunRequest.newBuilder()
                                .setRunId(submitted())
                                .build()));
        calls.put("narrowgauge.v1.Runs/Delete", channel -> {
            String ended = submitted();
            http.post("/v1/runs/" + ended + "/cancel", "").with(200);
            return RunsGrpc.newBlockingStub(channel)
                    .delete(DeleteRunRequest.newBuilder().setRunId(ended).build());
        });
        calls.put(
                "narrowgauge.v1.Runs/CancelAll",
                channel -> RunsGrpc.newBlockingStub(channel)
                        .cancelAll(CancelRunsRequest.newBuilder()
                                .setFilter(RunFilter.newBuilder().addTags(tag))
                                .build()));
    }

    private void histories(Map<String, Function<Channel, Message>> calls) {
        for (int i = 0; i < FEWEST_VALUES; i++) {
            fixture.histories();
        }
        RunFixture.Histories made = fixture.histories();
        String series = made.series().toString();
        String change = made.change().toString();
        put(calls, "ListSeries", stub -> stub.listSeries(ListSeriesRequest.getDefaultInstance()));
        put(
                calls,
                "GetSeries",
                stub -> stub.getSeries(
                        GetSeriesRequest.newBuilder().setSeriesId(series).build()));
        put(
                calls,
                "ConfirmChange",
                stub -> stub.confirmChange(ConfirmChangeRequest.newBuilder()
                        .setSeriesId(series)
                        .setChangeId(change)
                        .build()));
        put(
                calls,
                "DismissChange",
                stub -> stub.dismissChange(DismissChangeRequest.newBuilder()
                        .setSeriesId(series)
                        .setChangeId(change)
                        .setReason("It was the test.")
                        .build()));
        put(
                calls,
                "Annotate",
                stub -> stub.annotate(AnnotateRequest.newBuilder()
                        .setSeriesId(series)
                        .setText("a new kernel")
                        .build()));
        put(
                calls,
                "DeleteAnnotation",
                stub -> stub.deleteAnnotation(DeleteAnnotationRequest.newBuilder()
                        .setAnnotationId(RunFixture.id(http.post("/v1/annotations", "{\"text\": \"a new driver\"}")
                                .with(201)))
                        .build()));
        put(
                calls,
                "Compare",
                stub -> stub.compare(CompareRequest.newBuilder()
                        .setFirst(made.first().toString())
                        .setSecond(made.second().toString())
                        .build()));
        put(calls, "Matrix", stub -> stub.matrix(MatrixRequest.getDefaultInstance()));
        put(
                calls,
                "Pareto",
                stub -> stub.pareto(ParetoRequest.newBuilder()
                        .setFamily("digits")
                        .setDeviceClass(RunFixture.CLASS)
                        .build()));
        put(calls, "Noise", stub -> stub.noise(NoiseRequest.getDefaultInstance()));
    }

    private static void put(
            Map<String, Function<Channel, Message>> calls,
            String method,
            Function<HistoriesGrpc.HistoriesBlockingStub, Message> call) {
        calls.put("narrowgauge.v1.Histories/" + method, channel -> call.apply(HistoriesGrpc.newBlockingStub(channel)));
    }

    private String submitted() {
        return runs().submit(request(RECIPE).addTags(tag).build()).getRunId();
    }

    private void nodes(Map<String, Function<Channel, Message>> calls) {
        NodeRequest node = NodeRequest.newBuilder().setName(NODE).build();
        calls.put(
                "narrowgauge.v1.Nodes/List",
                channel -> NodesGrpc.newBlockingStub(channel).list(ListNodesRequest.getDefaultInstance()));
        calls.put("narrowgauge.v1.Nodes/Drain", channel -> {
            fixture.registerNode(NODE, "arm-passing");
            return NodesGrpc.newBlockingStub(channel).drain(node);
        });
        calls.put(
                "narrowgauge.v1.Nodes/Resume",
                channel -> NodesGrpc.newBlockingStub(channel).resume(node));
        calls.put("narrowgauge.v1.Nodes/Forget", channel -> {
            fixture.leave(NODE);
            return NodesGrpc.newBlockingStub(channel).forget(node);
        });
    }
}
