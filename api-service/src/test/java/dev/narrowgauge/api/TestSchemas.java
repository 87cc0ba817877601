package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TestSchemas extends ApiTest {
    @Test
    void schemaOfQualityReportsIsPublished() {
        assertThat(http.get("/v1/schemas/quality-report").with(200).text())
                .contains("urn:narrowgauge:schema:quality-report");
    }

    @Test
    void schemaOfRecipesIsPublished() {
        assertThat(http.get("/v1/schemas/recipe").with(200).text()).contains("urn:narrowgauge:schema:recipe");
    }

    @Test
    void schemasOfPoliciesAndVerdictsArePublished() {
        assertThat(http.get("/v1/schemas/policy").with(200).text()).contains("urn:narrowgauge:schema:policy");
        assertThat(http.get("/v1/schemas/verdict").with(200).text()).contains("urn:narrowgauge:schema:verdict");
    }
}
