package dev.narrowgauge.api.recipe;

import dev.narrowgauge.domain.recipe.Recipe;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/recipes:…}: recipes are part of a run; these are questions about one. */
@Path("/v1")
@Tag(name = "recipes")
@RunOnVirtualThread
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class RecipeResource {
    private final Recipes recipes;

    RecipeResource(Recipes recipes) {
        this.recipes = recipes;
    }

    @POST
    @Path("recipes:validate")
    @Operation(
            operationId = "validateRecipe",
            summary = "A recipe with everything spelled out that it leaves open",
            description =
                    "Fails as submitting it would. With a model, also on names, patterns and operator types that match nothing"
                            + " of it.")
    public Recipe validate(RecipeRequest request) {
        return recipes.validate(request);
    }

    @POST
    @Path("recipes:explain")
    @Operation(
            operationId = "explainRecipe",
            summary = "What a recipe comes to for a model, setting by setting and node by node",
            description = "Nothing is quantized.")
    public Explanation explain(RecipeRequest request) {
        return recipes.explain(request);
    }
}
