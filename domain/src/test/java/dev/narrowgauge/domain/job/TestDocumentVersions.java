package dev.narrowgauge.domain.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.recipe.Recipe;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestDocumentVersions {
    @Test
    void versionsAreThoseOfTheDocuments() {
        assertThat(DocumentVersions.of(
                        Recipe.fromStored(Map.of("version", Recipe.VERSION + 1)),
                        Policy.standard().toStored()))
                .isEqualTo(new DocumentVersions(Recipe.VERSION + 1, 1));
        assertThat(DocumentVersions.of(
                        Recipe.fromStored(Map.of("precision", "int8")),
                        Policy.fromStored(Map.of("version", Policy.VERSION + 7))))
                .isEqualTo(new DocumentVersions(1, Policy.VERSION + 7));
    }

    @Test
    void whoKnowsTheNewestKnowsAllBefore() {
        assertThat(DocumentVersions.FIRST.upToThese()).containsExactly(DocumentVersions.FIRST);
        assertThat(new DocumentVersions(2, 2).upToThese())
                .containsExactly(
                        DocumentVersions.FIRST,
                        new DocumentVersions(1, 2),
                        new DocumentVersions(2, 1),
                        new DocumentVersions(2, 2));
    }
}
