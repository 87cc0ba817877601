package dev.narrowgauge.api;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.api.grpc.GrpcServer;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.proto.v1.Explanation;
import dev.narrowgauge.proto.v1.PlannedNode;
import dev.narrowgauge.proto.v1.RecipeRequest;
import dev.narrowgauge.proto.v1.RecipesGrpc;
import dev.narrowgauge.proto.v1.RecipesGrpc.RecipesBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Questions about recipes before one is run, to a real engine child where they are about a model. */
@QuarkusTest
class TestRecipes extends ApiTest {
    private static final Path DEMO =
            Path.of(System.getProperty("narrowgauge.root", "..")).resolve("demo");
    private static final String MISSES =
            "{\"overrides\": {\"nodes\": [{\"match\": [\"cnov1\"], \"placement\": \"float\"}]}}";

    @Inject
    GrpcServer server;

    @BeforeEach
    void registerNode() {
        fixture.registerNode();
    }

    @Test
    void recipeIsSpelledOut() {
        JsonNode recipe = http.post(
                        "/v1/recipes:validate",
                        "{\"recipe\": {\"precision\": \"int8\"}, \"deviceClasses\": [\"x86-vnni\"]}")
                .with(200)
                .json();
        assertThat(recipe.path("name").asText()).isEqualTo("int8");
        assertThat(recipe.path("target").asText()).isEqualTo("x86-vnni");
        assertThat(recipe.at("/weights/granularity").asText()).isEqualTo("per-channel");
    }

    @Test
    void faultsOfAQuestionAreToldAtOnce() {
        Http.Answer refused = http.post("/v1/recipes:validate", """
                {"recipe": {"precison": "int8"}, "modelId": "%s", "deviceClasses": ["x86-vni"]}""".formatted("f".repeat(64)));
        assertThat(refused.problem(ErrorCode.DEVICE_CLASS_UNKNOWN)).contains("did you mean 'precision'?");
        assertThat(refused.json()
                        .path("faults")
                        .valueStream()
                        .map(fault -> fault.path("code").asText()))
                .containsExactly("DEVICE_CLASS_UNKNOWN", "RECIPE_UNKNOWN_KEY", "NOT_FOUND");
        for (String body :
                new String[] {"", "{}", "{\"recipe\": null}", "{\"recipe\": 7}", "{\"recipe\": {}, \"x\": 1}"}) {
            http.post("/v1/recipes:validate", body).problem(ErrorCode.REQUEST_INVALID);
        }
        http.post("/v1/recipes:explain", "{\"recipe\": {}}").problem(ErrorCode.REQUEST_INVALID);
    }

    @Test
    void faultsInsideOneRecipeAreToldWithTheirPlaces() {
        JsonNode refused = http.post("/v1/recipes:validate", """
                {"recipe": {"precison": "int8", "weights": {"type": "int16"}, "include": {"nodes": ["a", 7]}}}""").json();
        assertThat(refused.path("code").asText()).isEqualTo("RECIPE_UNKNOWN_KEY");
        assertThat(refused.path("faults").valueStream())
                .extracting(
                        fault -> fault.path("code").asText(),
                        fault -> fault.path("pointer").asText())
                .containsExactly(
                        tuple("RECIPE_UNKNOWN_KEY", "/recipe/precison"),
                        tuple("RECIPE_INVALID_VALUE", "/recipe/weights/type"),
                        tuple("RECIPE_INVALID_VALUE", "/recipe/include/nodes/1"));
        assertThat(refused.has("moreFaults")).isFalse();
    }

    @Test
    void refusalIsOfBoundedSize() {
        String keys = IntStream.range(0, 5000)
                .mapToObj(i -> "\"key%d\": \"%s\"".formatted(i, "x".repeat(100)))
                .collect(joining(", "));
        Http.Answer refused = http.post("/v1/recipes:validate", "{\"recipe\": {" + keys + "}}");
        refused.problem(ErrorCode.RECIPE_UNKNOWN_KEY);
        assertThat(refused.json().path("faults").size()).isEqualTo(20);
        assertThat(refused.json().path("moreFaults").asInt()).isEqualTo(4980);
        assertThat(refused.body().length).isLessThan(100_000);
    }

    @Test
    void planIsToldNodeByNode() throws IOException {
        String question = "{\"modelId\": \"%s\", \"recipe\": {\"weights\": {\"granularity\": \"per-tensor\"}}}"
                .formatted(digits());

        JsonNode explanation =
                http.post("/v1/recipes:explain", question).with(200).json();

        assertThat(origin(explanation, "target")).isEqualTo("machine");
        assertThat(origin(explanation, "weights.granularity")).isEqualTo("written");
        assertThat(origin(explanation, "activations.type")).isEqualTo("target");
        assertThat(explanation
                        .path("nodes")
                        .valueStream()
                        .map(node -> node.path("placement").asText()))
                .contains("quantized");
        assertThat(explanation.path("notes").isArray()).isTrue();
    }

    @Test
    void patternThatMatchesNothingIsRefusedBeforeARunIsFiled() throws IOException {
        String model = digits();
        Http.Answer invalid =
                http.post("/v1/recipes:validate", "{\"modelId\": \"%s\", \"recipe\": %s}".formatted(model, MISSES));
        invalid.problem(ErrorCode.RECIPE_MATCHES_NOTHING);
        assertThat(invalid.json().at("/faults/0/pointer").asText()).isEqualTo("/recipe/overrides/nodes/0/match/0");
        String calibration = upload("datasets", "digits-calibration.npz");
        String evaluation = upload("datasets", "digits-evaluation.npz");
        Http.Answer refused = http.post(
                "/v1/runs", RunFixture.request(model, calibration, evaluation, "[{\"name\": \"a\"}, " + MISSES + "]"));
        assertThat(refused.problem(ErrorCode.RECIPE_MATCHES_NOTHING)).contains("'cnov1'", "the nearest are");
        assertThat(refused.json().at("/faults/0/pointer").asText()).isEqualTo("/recipes/1/overrides/nodes/0/match/0");
    }

    @Test
    void everyNameThatNothingHasIsAFaultWithItsPlace() throws IOException {
        String recipe = "{\"include\": {\"opTypes\": [\"Cnov\"]}, \"exclude\": {\"nodes\": [\"nobody\"]}}";
        String question = "{\"modelId\": \"%s\", \"recipe\": %s}".formatted(digits(), recipe);
        for (String operation : new String[] {"validate", "explain"}) {
            Http.Answer refused = http.post("/v1/recipes:" + operation, question);
            assertThat(refused.problem(ErrorCode.RECIPE_MATCHES_NOTHING)).contains("'Cnov'", "'Conv'", "'nobody'");
            assertThat(refused.json().path("faults").valueStream())
                    .extracting(fault -> fault.path("pointer").asText())
                    .containsExactly("/recipe/include/opTypes", "/recipe/exclude/nodes");
        }
    }

    @Test
    void sameQuestionsAreAnsweredOverGrpc() throws IOException {
        ManagedChannel channel = ManagedChannelBuilder.forAddress("localhost", server.port())
                .usePlaintext()
                .intercept(sender(Optional.of(key)))
                .build();
        try {
            RecipesBlockingStub recipes = RecipesGrpc.newBlockingStub(channel).withDeadlineAfter(5, TimeUnit.MINUTES);
            RecipeRequest.Builder request = RecipeRequest.newBuilder().setRecipeJson("{\"precision\": \"fp16\"}");
            assertThat(recipes.validate(request.build()).getRecipeJson()).contains("\"target\":\"generic\"");
            Explanation explanation =
                    recipes.explain(request.setModelId(digits()).build());
            assertThat(explanation.getNodesList())
                    .isNotEmpty()
                    .extracting(PlannedNode::getPlacement)
                    .doesNotContain("");
            assertThat(explanation.getSettings(0).getKey()).isEqualTo("name");
        } finally {
            channel.shutdownNow();
        }
    }

    private String digits() throws IOException {
        assumeThat(TestingInspector.engineHome()).as("an engine").isPresent();
        return upload("models", "digits-cnn.onnx");
    }

    private String upload(String kind, String file) throws IOException {
        return RunFixture.id(http.upload("/v1/" + kind + "?name=" + file, Files.readAllBytes(DEMO.resolve(file))));
    }

    private static String origin(JsonNode explanation, String key) {
        return explanation
                .path("settings")
                .valueStream()
                .filter(setting -> setting.path("key").asText().equals(key))
                .findFirst()
                .orElseThrow()
                .path("origin")
                .asText();
    }
}
