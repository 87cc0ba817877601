package dev.narrowgauge.api.recipe;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.api.error.JsonText;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.proto.v1.PlannedNode;
import dev.narrowgauge.proto.v1.RecipesGrpc;
import dev.narrowgauge.proto.v1.Setting;
import dev.narrowgauge.proto.v1.ValidRecipe;
import io.grpc.stub.StreamObserver;

/** The gRPC service {@code narrowgauge.v1.Recipes}. */
public final class RecipesRpc extends RecipesGrpc.RecipesImplBase {
    private final Recipes recipes;
    private final JsonText texts;

    public RecipesRpc(Recipes recipes, ObjectMapper json) {
        this.recipes = recipes;
        this.texts = new JsonText(json);
    }

    @Override
    public void validate(dev.narrowgauge.proto.v1.RecipeRequest request, StreamObserver<ValidRecipe> response) {
        response.onNext(ValidRecipe.newBuilder()
                .setRecipeJson(texts.of(recipes.validate(request(request))))
                .build());
        response.onCompleted();
    }

    @Override
    public void explain(
            dev.narrowgauge.proto.v1.RecipeRequest request,
            StreamObserver<dev.narrowgauge.proto.v1.Explanation> response) {
        Explanation explanation = recipes.explain(request(request));
        var message = dev.narrowgauge.proto.v1.Explanation.newBuilder().addAllNotes(explanation.notes());
        explanation
                .settings()
                .forEach(setting -> message.addSettings(Setting.newBuilder()
                        .setKey(setting.key())
                        .setValueJson(texts.of(setting.value()))
                        .setOrigin(setting.origin())));
        explanation.nodes().forEach(node -> message.addNodes(message(node)));
        response.onNext(message.build());
        response.onCompleted();
    }

    private static PlannedNode message(Explanation.PlannedNode node) {
        return PlannedNode.newBuilder()
                .setName(node.name())
                .setOpType(node.opType())
                .setPlacement(node.placement())
                .setActivations(node.activations())
                .setResults(node.results())
                .setWeights(node.weights())
                .setReason(node.reason())
                .build();
    }

    private RecipeRequest request(dev.narrowgauge.proto.v1.RecipeRequest request) {
        return new RecipeRequest(
                texts.object("recipe", ErrorCode.RECIPE_UNREADABLE, request.getRecipeJson()),
                absentIfEmpty(request.getModelId()),
                absentIfEmpty(request.getCalibrationDatasetId()),
                request.getDeviceClassesList());
    }

    private static String absentIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }
}
