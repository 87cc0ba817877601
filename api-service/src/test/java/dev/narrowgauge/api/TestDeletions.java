package dev.narrowgauge.api;

import static dev.narrowgauge.db.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.proto.v1.DeleteModelRequest;
import dev.narrowgauge.proto.v1.DeleteRunRequest;
import dev.narrowgauge.proto.v1.DeletedRun;
import dev.narrowgauge.proto.v1.ModelsGrpc;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Runs, models and datasets that somebody deletes. */
@QuarkusTest
class TestDeletions extends GrpcTest {
    @Test
    void deletedRunLeavesItsVerdict() {
        String run = fixture.submitted();
        String path = "/v1/runs/" + run;
        assertThat(http.delete(path).problem(ErrorCode.CONFLICT)).contains(path + "/cancel");
        UUID variant = fixture.quantize(run);
        fixture.benchmark(run);
        await("ended", () -> http.get(path + "/verdict").status() == 200);
        String verdict = http.get(path + "/verdict").with(200).text();
        JsonNode before = http.get(path).with(200).json();

        JsonNode left = http.delete(path).with(200).json();
        for (String known : List.of("id", "name", "modelId", "calibrationDatasetId", "state", "verdict", "createdAt")) {
            assertThat(left.path(known)).as(known).isEqualTo(before.path(known));
        }
        assertThat(left.path("variants")).hasSize(1);
        assertThat(left.at("/variants/0/id").asText()).isEqualTo(variant.toString());
        assertThat(left.path("byAge").asBoolean()).isFalse();

        assertThat(http.get(path).problem(ErrorCode.NOT_FOUND)).contains("was deleted", "/v1/deleted-runs/" + run);
        http.get("/v1/variants/" + variant).problem(ErrorCode.NOT_FOUND);
        assertThat(http.get(path + "/verdict").with(200).text()).isEqualTo(verdict);
        assertThat(http.get("/v1/deleted-runs/" + run).with(200).json()).isEqualTo(left);
        assertThat(http.get("/v1/deleted-runs").items()).contains(left);
        assertThat(http.delete(path).with(200).json()).as("a second time").isEqualTo(left);
        assertThat(http.get("/v1/audit?limit=200").items()).anySatisfy(entry -> {
            assertThat(entry.path("operation").asText()).isEqualTo("deleteRun");
            assertThat(entry.path("target").asText()).isEqualTo(path);
            assertThat(entry.path("outcome").asText()).isEqualTo("done");
            assertThat(entry.path("key").asText()).isEqualTo(key.id().toString());
        });
    }

    @Test
    void cancelledRunHasNoVerdictAfterwardsEither() {
        String run = fixture.submitted();
        http.post("/v1/runs/" + run + "/cancel", "").with(200);
        http.delete("/v1/runs/" + run).with(200);
        assertThat(http.get("/v1/runs/" + run + "/verdict").problem(ErrorCode.CONFLICT))
                .contains("cancelled");
        http.delete("/v1/runs/" + UUID.randomUUID()).problem(ErrorCode.NOT_FOUND);
        http.delete("/v1/runs/nope").problem(ErrorCode.NOT_FOUND);
    }

    @Test
    void uploadIsDeletedOnceNoRunIsAboutIt() {
        String run = fixture.submitted();
        JsonNode asked = http.get("/v1/runs/" + run).with(200).json();
        List<String> uploads = List.of(
                "/v1/models/" + asked.path("modelId").asText(),
                "/v1/datasets/" + asked.path("calibrationDatasetId").asText(),
                "/v1/datasets/" + asked.path("evaluationDatasetId").asText());
        for (String path : uploads) {
            assertThat(http.delete(path).problem(ErrorCode.CONFLICT)).contains(run);
        }
        http.post("/v1/runs/" + run + "/cancel", "").with(200);
        http.delete("/v1/runs/" + run).with(200);
        for (String path : uploads) {
            JsonNode known = http.get(path).with(200).json();
            assertThat(http.delete(path).with(200).json()).isEqualTo(known);
            http.delete(path).problem(ErrorCode.NOT_FOUND);
            http.get(path + "/content").problem(ErrorCode.NOT_FOUND);
        }
    }

    /** As with what the service never had: the content is still there. */
    @Test
    void deletedModelIsUploadedAnew() {
        byte[] content = RunFixture.unique(TestingInspector.MODEL);
        String id = RunFixture.id(http.upload("/v1/models?name=first", content).with(201));
        http.delete("/v1/models/" + id).with(200);
        JsonNode again =
                http.upload("/v1/models?name=second", content).with(201).json();
        assertThat(again.path("id").asText()).isEqualTo(id);
        assertThat(again.path("names").toString()).isEqualTo("[\"second\"]");
    }

    @Test
    void whoSubmitsRunsDeletesNone() {
        KeyText submitter = newKey(Permission.READ, Permission.SUBMIT);
        String run = fixture.submitted();
        http.post("/v1/runs/" + run + "/cancel", "").with(200);
        Http other = http.with(Optional.of(submitter));
        other.delete("/v1/runs/" + run).problem(ErrorCode.ACCESS_DENIED);
        other.delete("/v1/models/" + fixture.model()).problem(ErrorCode.ACCESS_DENIED);
    }

    @Test
    void grpcDeletesAndRefusesTheSame() {
        String run = runs().submit(request("{\"precision\": \"int8\"}").build()).getRunId();
        DeleteRunRequest deletion = DeleteRunRequest.newBuilder().setRunId(run).build();
        assertFails(() -> runs().delete(deletion), ErrorCode.CONFLICT);
        http.post("/v1/runs/" + run + "/cancel", "").with(200);
        DeletedRun left = runs().delete(deletion);
        assertThat(left.getRunId()).isEqualTo(run);
        assertThat(left.getState()).isEqualTo("CANCELLED");
        assertThat(left.getVerdict()).isEmpty();
        assertThat(runs().delete(deletion)).isEqualTo(left);
        ModelsGrpc.ModelsBlockingStub models = ModelsGrpc.newBlockingStub(channel);
        DeleteModelRequest model =
                DeleteModelRequest.newBuilder().setModelId(left.getModelId()).build();
        assertThat(models.delete(model).getModelId()).isEqualTo(left.getModelId());
        assertFails(() -> models.delete(model), ErrorCode.NOT_FOUND);
    }
}
