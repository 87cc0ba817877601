package dev.narrowgauge.engine.quantizer.range;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.recipe.CalibrationMethod;
import dev.narrowgauge.domain.recipe.CalibrationSettings;
import dev.narrowgauge.domain.recipe.IntegerType;
import dev.narrowgauge.engine.quantizer.calibration.ActivationStatistics;
import dev.narrowgauge.engine.quantizer.range.Grid.Symmetry;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TestKnownRanges {
    private static final Grid GRID = new Grid(IntegerType.UINT8, Symmetry.NONE);

    @Test
    void rangeIsChosenOnceAndAsTheMethodChoosesIt() {
        ActivationStatistics observed = statistics();
        for (CalibrationMethod method : CalibrationMethod.values()) {
            CalibrationSettings settings = CalibrationSettings.DEFAULT.withMethod(method);
            Range first = KnownRanges.of(settings, observed, GRID);
            assertThat(first)
                    .as(method.name())
                    .isEqualTo(RangeMethods.of(settings).choose(observed, GRID))
                    .isSameAs(KnownRanges.of(settings, observed, GRID));
        }
    }

    @Test
    void percentilesAndGridsAreToldApart() {
        ActivationStatistics observed = statistics();
        for (double percentile : new double[] {90, 99}) {
            CalibrationSettings settings = new CalibrationSettings(CalibrationMethod.PERCENTILE, percentile, false);
            for (Symmetry symmetry : Symmetry.values()) {
                Grid grid = new Grid(IntegerType.INT8, symmetry);
                assertThat(KnownRanges.of(settings, observed, grid))
                        .isEqualTo(RangeMethods.of(settings).choose(observed, grid));
            }
        }
    }

    private static ActivationStatistics statistics() {
        return RangeCase.of(new Random(7), 5000).statistics();
    }
}
