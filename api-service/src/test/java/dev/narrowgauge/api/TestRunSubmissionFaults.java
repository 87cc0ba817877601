package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.api.Http.Answer;
import dev.narrowgauge.domain.error.ErrorCode;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TestRunSubmissionFaults extends ApiTest {
    @BeforeEach
    void registerNode() {
        fixture.registerNode();
    }

    @Test
    void badJsonIsToldByItsField() {
        assertThat(http.post("/v1/runs", "{\"modelId\": \"x\",").problem(ErrorCode.REQUEST_INVALID))
                .contains("not valid JSON: line 1");
        assertThat(http.post("/v1/runs", "[]").problem(ErrorCode.REQUEST_INVALID))
                .contains("must be a JSON object");
        assertThat(http.post("/v1/runs", "{\"recipes\": [{}, 7]}").problem(ErrorCode.REQUEST_INVALID))
                .contains("'recipes[1]'");
        assertThat(http.post("/v1/runs", "{\"deviceClases\": []}").problem(ErrorCode.REQUEST_INVALID))
                .startsWith("The request has an unknown field 'deviceClases'; did you mean 'deviceClasses'?");
        assertThat(http.post("/v1/runs", "{}").problem(ErrorCode.REQUEST_INVALID))
                .contains("'modelId'");
        http.post("/v1/runs", "").problem(ErrorCode.REQUEST_INVALID);
        http.post("/v1/runs", "null").problem(ErrorCode.REQUEST_INVALID);
        http.post("/v1/runs", "{\"name\": \"" + "x".repeat(5 << 20) + "\"}").problem(ErrorCode.REQUEST_TOO_LARGE);
    }

    @Test
    void allFieldsThatAreUnknownOrMistypedAreToldAtOnce() {
        JsonNode refused = http.post("/v1/runs", """
                {"modelId": 7, "modelid": "x", "name": true, "recipes": [{}, 7], "deviceClasses": ["x86-avx2", 1, 2],
                 "tags": {}, "policy": "strict", "tagz": 1}""").json();

        assertThat(refused.path("code").asText()).isEqualTo("REQUEST_INVALID");
        assertThat(refused.path("faults").valueStream().map(TestRunSubmissionFaults::field))
                .containsExactlyInAnyOrder(
                        "modelId",
                        "modelid",
                        "name",
                        "recipes[1]",
                        "deviceClasses[1]",
                        "deviceClasses[2]",
                        "tags",
                        "policy",
                        "tagz",
                        "calibrationDatasetId",
                        "evaluationDatasetId");
        assertThat(refused.path("faults")
                        .valueStream()
                        .map(fault -> fault.path("pointer").asText()))
                .contains("/modelId", "/recipes/1", "/deviceClasses/2");
        assertThat(refused.path("detail").asText())
                .contains(
                        "'modelId' is the number 7; it must be a string",
                        "'policy' is the string 'strict'; it must be a JSON object");
    }

    @Test
    void unknownFieldsAreToldBesideAllElse() {
        JsonNode faults = http.post("/v1/runs", fixture.request().replaceFirst("\"recipes\": .*}", """
                                        "recipes": [{}, {"precison": "int8"}], "tagz": 1,
                                        "deviceClasses": ["x86-vni", 7]}"""))
                .json()
                .path("faults");

        assertThat(faults.valueStream().map(fault -> fault.path("pointer").asText()))
                .containsExactlyInAnyOrder("/tagz", "/deviceClasses/1", "/recipes/1/precison", "/deviceClasses/0");
    }

    @Test
    void deviceClassThatNobodyOffersHasItsPlace() {
        JsonNode refused = http.post(
                        "/v1/runs",
                        fixture.request().replaceFirst("\\{", "{\"deviceClasses\": [\"x86-avx2\", \"x86-vni\"], "))
                .json();

        assertThat(refused.path("code").asText()).isEqualTo("DEVICE_CLASS_UNKNOWN");
        assertThat(refused.path("faults").valueStream())
                .extracting(fault -> fault.path("pointer").asText())
                .containsExactly("/deviceClasses/1");
    }

    /** What a complaint quotes first. */
    private static String field(JsonNode fault) {
        return fault.path("detail").asText().split("'", 3)[1];
    }

    @Test
    void allFaultsAreToldAtOnce() {
        Answer refused = http.post("/v1/runs", """
                {"name": "", "modelId": "%s", "evaluationDatasetId": "%s", "deviceClasses": ["x86-vni", "x86-avx2"],
                 "recipes": [{"precision": "int4"}, {"precison": "int8"}, {}],
                 "policy": {"gate": ["int4"]}}""".formatted("f".repeat(64), fixture.dataset("71")));

        String detail = refused.problem(ErrorCode.NOT_FOUND);
        JsonNode faults = refused.json().path("faults");
        assertThat(faults.valueStream().map(fault -> fault.path("code").asText()))
                .containsExactly(
                        "NOT_FOUND",
                        "REQUEST_INVALID",
                        "RECIPE_INVALID_VALUE",
                        "RECIPE_UNKNOWN_KEY",
                        "POLICY_INVALID_VALUE",
                        "REQUEST_INVALID",
                        "DEVICE_CLASS_UNKNOWN");
        assertThat(faults.valueStream().map(fault -> fault.path("detail").asText()))
                .allMatch(detail::contains);
        assertThat(faults.valueStream().map(fault -> fault.path("pointer").asText()))
                .contains("/modelId", "/calibrationDatasetId", "/name");
        assertThat(detail).contains("'calibrationDatasetId' is required", "'x86-vni'");
    }

    @Test
    void faultsInsideRecipesAndThePolicyHaveTheirPlaces() {
        JsonNode faults = http.post("/v1/runs", fixture.request().replaceFirst("\"recipes\": .*}", """
                                        "recipes": [{}, {"mode": "statik", "keepIoTypes": 1}],
                                        "policy": {"maxWait": "soon", "rules": [{"metric": "size.ratio"}]}}"""))
                .json()
                .path("faults");

        assertThat(faults.valueStream().map(fault -> fault.path("pointer").asText()))
                .containsExactly("/recipes/1/mode", "/recipes/1/keepIoTypes", "/policy/maxWait", "/policy/rules/0/max");
    }

    @Test
    void datasetsAreHeldAgainstTheModelAllAtOnce() {
        String model = fixture.model();
        JsonNode faults = http.post(
                        "/v1/runs",
                        RunFixture.request(
                                model, fixture.dataset("81", "name=x"), fixture.dataset("81", "labels=0,10"), "[{}]"))
                .json()
                .path("faults");

        assertThat(faults.valueStream().map(fault -> fault.path("code").asText()))
                .containsExactly("DATASET_INPUT_MISSING", "DATASET_LABEL_OUT_OF_RANGE", "DATASETS_OVERLAP");
    }
}
