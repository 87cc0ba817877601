package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.domain.recipe.Recipe;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a newer service has stored is shown by an older one, whether that knows what it means or not. */
@QuarkusTest
class TestNewerDocuments extends ApiTest {
    @BeforeEach
    void registerNode() {
        fixture.registerNode();
    }

    @Test
    void runWithAKeyThatIsNotKnownIsServed() {
        String run = fixture.submitted();
        fixture.storeRecipes(run, "[{\"name\": \"next\", \"precision\": \"int8\", \"hint\": 1}]");

        JsonNode shown = http.get("/v1/runs/" + run).with(200).json();
        assertThat(shown.at("/recipes/0/name").asText()).isEqualTo("next");
        assertThat(shown.at("/recipes/0/weights/granularity").asText()).isEqualTo("per-channel");
        http.get("/v1/runs?name=a%20run").with(200);
        UUID variant = fixture.quantize(run);
        assertThat(http.get("/v1/variants/" + variant)
                        .with(200)
                        .json()
                        .at("/recipe/name")
                        .asText())
                .isEqualTo("next");
        http.post("/v1/runs/" + run + "/cancel", "").with(200);
    }

    @Test
    void recipeOfANewerVersionIsShownAsItIsStored() {
        int version = Recipe.VERSION + 1;
        String run = fixture.submitted();
        fixture.storeRecipes(
                run, "[{\"version\": %d, \"name\": \"next\", \"hint\": {\"kind\": 1}}]".formatted(version));

        JsonNode shown = http.get("/v1/runs/" + run).with(200).json();
        assertThat(shown.at("/recipes/0/version").asInt()).isEqualTo(version);
        assertThat(shown.at("/recipes/0/hint/kind").asInt()).isEqualTo(1);
        http.get("/v1/runs?name=a%20run").with(200);
        UUID variant = fixture.quantize(run);
        JsonNode made = http.get("/v1/variants/" + variant).with(200).json();
        assertThat(made.at("/recipe/hint/kind").asInt()).isEqualTo(1);
        http.get("/v1/variants/" + variant + "/content").with(200);
        http.post("/v1/runs/" + run + "/cancel", "").with(200);
    }
}
