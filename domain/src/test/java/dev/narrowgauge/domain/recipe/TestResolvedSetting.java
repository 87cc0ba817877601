package dev.narrowgauge.domain.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.recipe.ResolvedSetting.Origin;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestResolvedSetting {
    @Test
    void everySettingSaysWhereItComesFrom() {
        Map<String, Object> written = Map.of("activations", Map.of("symmetric", true), "mode", "static");
        List<ResolvedSetting> settings = ResolvedSetting.of(Recipe.fromMap(written, Target.ARM_I8MM), written);
        assertThat(settings)
                .contains(
                        new ResolvedSetting("target", "arm-i8mm", Origin.MACHINE),
                        new ResolvedSetting("mode", "static", Origin.WRITTEN),
                        new ResolvedSetting("activations.type", "int8", Origin.TARGET),
                        new ResolvedSetting("activations.symmetric", true, Origin.WRITTEN),
                        new ResolvedSetting("weights.reducedRange", false, Origin.TARGET),
                        new ResolvedSetting("calibration.method", "best", Origin.DEFAULT))
                .extracting(ResolvedSetting::key)
                .doesNotHaveDuplicates();
    }
}
