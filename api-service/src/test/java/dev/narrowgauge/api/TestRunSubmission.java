package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.narrowgauge.api.Http.Answer;
import dev.narrowgauge.db.Database;
import dev.narrowgauge.domain.error.ErrorCode;
import io.quarkus.test.junit.QuarkusTest;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TestRunSubmission extends ApiTest {
    private static final String INT8 = "[{\"precision\": \"int8\"}]";
    private static final String TOP1_ALONE =
            "\"policy\": {\"rules\": [{\"metric\": \"accuracy.top1.loss\", \"max\": 0.01}]}, ";

    @BeforeEach
    void registerNode() {
        fixture.registerNode();
    }

    @Test
    void runSaysWhatWasMeant() {
        String request = fixture.request();

        Answer filed = http.post("/v1/runs", request).with(201);

        JsonNode run = filed.json();
        assertThat(run.path("state").asText()).isEqualTo("QUEUED");
        assertThat(run.path("name").asText()).isEqualTo("a run");
        assertThat(run.path("verdict").isNull()).isTrue();
        assertThat(run.path("endedAt").isNull()).isTrue();
        assertThat(run.at("/deviceClasses")).hasSize(1);
        assertThat(run.at("/deviceClasses/0").asText()).isEqualTo(RunFixture.CLASS);
        assertThat(run.at("/recipes/0/target").asText()).isEqualTo(RunFixture.CLASS);
        assertThat(run.at("/recipes/0/weights/granularity").asText()).isEqualTo("per-channel");
        assertThat(run.at("/policy/rules/0/metric").asText()).isEqualTo("accuracy.top1.loss");
        String address = "/v1/runs/" + run.path("id").asText();
        assertThat(filed.header("Location")).endsWith(address);
        assertThat(http.get(address).with(200).json()).isEqualTo(run);
        JsonNode jobs = http.get(address + "/jobs").items();
        assertThat(jobs).hasSize(1);
        assertThat(jobs.at("/0/kind").asText()).isEqualTo("QUANTIZE");
        assertThat(jobs.at("/0/state").asText()).isEqualTo("QUEUED");
        assertThat(jobs.get(0).fieldNames()).toIterable().doesNotContain("lease");
        assertThat(jobs.at("/0/createdAt").asText()).startsWith("20");
        assertThat(jobs.at("/0/queuedAt").asText()).startsWith("20");
        assertThat(jobs.at("/0/startedAt").isNull()).isTrue();
        assertThat(jobs.at("/0/endedAt").isNull()).isTrue();
        assertThat(jobs.at("/0/place").asLong()).isPositive();
        assertThat(http.get("/v1/jobs/" + jobs.at("/0/id").asText()).with(200).json())
                .isEqualTo(jobs.get(0));
        assertThat(run.path("detectableLoss").asText()).startsWith("With 100 labelled samples");
        // Which a list does not reckon for each of its runs.
        JsonNode listed = ((ObjectNode) run.deepCopy()).putNull("detectableLoss");
        assertThat(http.get("/v1/runs").with(200).json().at("/items/0")).isEqualTo(listed);
        http.get(address + "/verdict").problem(ErrorCode.CONFLICT);
    }

    /** What is not there is asked for again, unlike what is. */
    @Test
    void modelThatComesLaterIsFound() throws Exception {
        byte[] content = RunFixture.unique(TestingInspector.MODEL);
        String model =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        String request = RunFixture.request(model, fixture.dataset("1,2,3"), fixture.dataset("4,5,6"), INT8);
        http.post("/v1/runs", request).problem(ErrorCode.NOT_FOUND);
        http.upload("/v1/models?name=late", content).with(201);
        http.post("/v1/runs", request).with(201);
    }

    @Test
    void sameKeyGivesTheSameRunAndAnotherRequestDoesNotGetIt() {
        String model = fixture.model();
        String calibration = fixture.dataset("11,12");
        String evaluation = fixture.dataset("13,14");
        String key = "key-" + System.nanoTime();
        String request = RunFixture.request(model, calibration, evaluation, INT8);
        String otherOrder = "{\"deviceClasses\": [], \"recipes\": " + INT8 + ", "
                + request.replaceFirst("\\{", "").replaceFirst(",\\s*\"recipes\".*", "}");
        String otherWords =
                RunFixture.request(model, calibration, evaluation, "[{\"name\": \"int8\", \"keepIoTypes\": true}]");
        String other = RunFixture.request(model, calibration, evaluation, "[{\"precision\": \"fp16\"}]");

        JsonNode first =
                http.post("/v1/runs", request, "Idempotency-Key", key).with(201).json();

        assertThat(http.post("/v1/runs", request, "Idempotency-Key", key)
                        .with(200)
                        .json())
                .isEqualTo(first);
        assertThat(http.post("/v1/runs", otherOrder, "Idempotency-Key", key)
                        .with(200)
                        .json())
                .isEqualTo(first);
        http.post("/v1/runs", otherWords, "Idempotency-Key", key).problem(ErrorCode.IDEMPOTENCY_KEY_REUSED);
        http.post("/v1/runs", other, "Idempotency-Key", key).problem(ErrorCode.IDEMPOTENCY_KEY_REUSED);
        http.post("/v1/runs", request, "Idempotency-Key", " ".repeat(3) + "x".repeat(300))
                .problem(ErrorCode.REQUEST_INVALID);
    }

    /** Who did not hear the answer asks for what was filed, not whether it could be filed now. */
    @Test
    void sameKeyGivesTheSameRunThoughItsNodeIsGone() {
        fixture.registerNode("leaving-node", "arm-leaving");
        String request = fixture.request().replaceFirst("\\{", "{\"deviceClasses\": [\"arm-leaving\"],");
        String key = "key-" + System.nanoTime();
        JsonNode first =
                http.post("/v1/runs", request, "Idempotency-Key", key).with(201).json();
        Database.jdbi(database).useHandle(handle -> handle.execute("DELETE FROM node WHERE name = 'leaving-node'"));

        http.post("/v1/runs", request).problem(ErrorCode.DEVICE_CLASS_UNKNOWN);
        assertThat(http.post("/v1/runs", request, "Idempotency-Key", key)
                        .with(200)
                        .json())
                .isEqualTo(first);
        http.post("/v1/runs", request.replace("arm-leaving", "arm-other"), "Idempotency-Key", key)
                .problem(ErrorCode.IDEMPOTENCY_KEY_REUSED);
    }

    @Test
    void datasetsThatDoNotFitAreRefused() {
        String model = fixture.model();
        String good = fixture.dataset("21,22,23");
        assertRefused(model, good, fixture.dataset("24", "name=x"), ErrorCode.DATASET_INPUT_MISSING);
        assertRefused(model, good, fixture.dataset("24", "type=double"), ErrorCode.DATASET_TYPE_MISMATCH);
        assertRefused(model, good, fixture.dataset("24", "dims=100,1,9,8"), ErrorCode.DATASET_SHAPE_MISMATCH);
        assertRefused(model, good, fixture.dataset("24", "labels=0,10"), ErrorCode.DATASET_LABEL_OUT_OF_RANGE);
        String unlabelled = RunFixture.request(model, good, fixture.dataset("24", "labels="), INT8);
        http.post("/v1/runs", unlabelled.replaceFirst("\\{", "{" + TOP1_ALONE))
                .problem(ErrorCode.DATASET_LABELS_MISSING);
        assertThat(assertRefused(model, good, fixture.dataset("22,23,24"), ErrorCode.DATASETS_OVERLAP))
                .startsWith("2 samples of the calibration dataset");
        assertRefused(model, good, good, ErrorCode.DATASETS_OVERLAP);
        assertRefused(model, good, "f".repeat(64), ErrorCode.NOT_FOUND);
        assertRefused("f".repeat(64), good, good, ErrorCode.NOT_FOUND);
    }

    /** What there are no labels for is held against FP32's own answers. */
    @Test
    void unlabelledEvaluationIsTakenUnlessThePolicyAsksForLabels() {
        http.post(
                        "/v1/runs",
                        RunFixture.request(
                                fixture.model(), fixture.dataset("41"), fixture.dataset("42", "labels="), INT8))
                .with(201);
    }

    @Test
    void runSaysWhatItsEvaluationSamplesCanShow() {
        String labelled = RunFixture.request(fixture.model(), fixture.dataset("51"), fixture.dataset("52"), INT8);
        String unlabelled =
                RunFixture.request(fixture.model(), fixture.dataset("53"), fixture.dataset("54", "labels="), INT8);

        JsonNode run = http.post("/v1/runs", labelled).with(201).json();

        assertThat(run.path("detectableLoss").asText()).startsWith("With 100 labelled samples the smallest loss");
        assertThat(http.get("/v1/runs/" + run.path("id").asText())
                        .with(200)
                        .json()
                        .path("detectableLoss"))
                .isEqualTo(run.path("detectableLoss"));
        assertThat(http.post("/v1/runs", unlabelled)
                        .with(201)
                        .json()
                        .path("detectableLoss")
                        .isNull())
                .isTrue();
    }

    @Test
    void stackOfWholeInputsAndUnlabelledCalibrationAreTaken() {
        String calibration = fixture.dataset("31", "labels=\ndims=100,4,1,8,8");
        http.post("/v1/runs", RunFixture.request(fixture.model(), calibration, fixture.dataset("32"), INT8))
                .with(201);
    }

    @Test
    void recipesAndPoliciesAreRead() {
        assertThat(refusedRecipes("[{\"precison\": \"int8\"}]", ErrorCode.RECIPE_UNKNOWN_KEY))
                .contains("'precison' in the recipe; did you mean 'precision'?");
        refusedRecipes("[{\"precision\": \"int4\"}]", ErrorCode.RECIPE_INVALID_VALUE);
        refusedRecipes("[]", ErrorCode.REQUEST_INVALID);
        refusedRecipes("[null]", ErrorCode.REQUEST_INVALID);
        refusedRecipes("\"int8\"", ErrorCode.REQUEST_INVALID);
        assertThat(refusedRecipes("[{}, {\"precision\": \"int8\"}]", ErrorCode.RECIPE_INVALID_VALUE))
                .contains("Two recipes have the name 'int8'");
        assertThat(refusedRecipes("[{\"name\": \"a\"}, {\"name\": \"b\"}]", ErrorCode.RECIPE_INVALID_VALUE))
                .contains("'a' and 'b' have the same settings");
        assertThat(refusedMember("\"policy\": {\"rules\": [{\"metrc\": 1}]}", ErrorCode.POLICY_UNKNOWN_KEY))
                .contains("did you mean 'rules[0].metric'?");
        refusedMember("\"policy\": {\"gate\": [\"int4\"]}", ErrorCode.POLICY_INVALID_VALUE);
    }

    @Test
    void gateWithoutARecipeForItIsRefused() {
        assertThat(refusedMember("\"policy\": {\"gate\": [\"fp16\", \"int8\"]}", ErrorCode.REQUEST_INVALID))
                .contains("gate names fp16, but no recipe produces it");
        refusedMember("\"policy\": {\"gate\": [\"fp32\"]}", ErrorCode.POLICY_INVALID_VALUE);
    }

    @Test
    void gateThatIsNotGivenIsWhatTheRecipesMake() {
        String half = "{\"precision\": \"fp16\"}";
        assertThat(gate(half, "")).isEqualTo("[\"fp16\"]");
        assertThat(gate(half, "\"policy\": {\"rules\": [{\"metric\": \"size.ratio\", \"max\": 1}]},"))
                .isEqualTo("[\"fp16\"]");
        assertThat(gate(half + ", {\"precision\": \"int8\"}", "")).isEqualTo("[\"int8\"]");
    }

    @Test
    void tagsAndCommitStayWithTheRun() {
        JsonNode run = http.post(
                        "/v1/runs",
                        fixture.request()
                                .replaceFirst("\\{", "{\"tags\": [\"nightly\", \"a b\"], \"commit\": \"0123abc\", "))
                .with(201)
                .json();
        assertThat(run.path("tags").toString()).isEqualTo("[\"nightly\",\"a b\"]");
        assertThat(run.path("commit").asText()).isEqualTo("0123abc");
        JsonNode plain = http.post("/v1/runs", fixture.request()).with(201).json();
        assertThat(plain.path("tags").isEmpty()).isTrue();
        assertThat(plain.path("commit").isNull()).isTrue();
        for (String wrong : new String[] {"[\"a\", \"a\"]", "[\" \"]", "[null]", "[\"" + "x".repeat(101) + "\"]"}) {
            assertThat(refusedMember("\"tags\": " + wrong, ErrorCode.REQUEST_INVALID))
                    .contains("'tags");
        }
        for (String wrong : new String[] {"", "012345", "0123ABC", "main"}) {
            assertThat(refusedMember("\"commit\": \"" + wrong + "\"", ErrorCode.REQUEST_INVALID))
                    .contains("'commit'");
        }
    }

    /** Not as a want of devices, which a client would wait out. */
    @Test
    void deviceClassThatNobodyOffersIsRefused() {
        assertThat(refusedMember("\"deviceClasses\": [\"x86-vni\"]", ErrorCode.DEVICE_CLASS_UNKNOWN))
                .contains("'x86-vni'", "available are x86-avx2, x86-vnni");
    }

    private String gate(String recipes, String member) {
        String request =
                RunFixture.request(fixture.model(), fixture.dataset("61"), fixture.dataset("62"), '[' + recipes + ']');
        return http.post("/v1/runs", request.replaceFirst("\\{", "{" + member))
                .with(201)
                .json()
                .at("/policy/gate")
                .toString();
    }

    private String refusedRecipes(String recipes, ErrorCode code) {
        return http.post(
                        "/v1/runs",
                        RunFixture.request(fixture.model(), fixture.dataset("41"), fixture.dataset("42"), recipes))
                .problem(code);
    }

    private String refusedMember(String member, ErrorCode code) {
        return http.post("/v1/runs", fixture.request().replaceFirst("\\{", "{" + member + ","))
                .problem(code);
    }

    private String assertRefused(String model, String calibration, String evaluation, ErrorCode code) {
        return http.post("/v1/runs", RunFixture.request(model, calibration, evaluation, INT8))
                .problem(code);
    }
}
