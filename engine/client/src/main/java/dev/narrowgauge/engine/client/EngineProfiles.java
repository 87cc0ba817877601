package dev.narrowgauge.engine.client;

import dev.narrowgauge.domain.determinism.DeterminismReport;
import dev.narrowgauge.domain.determinism.Difference;
import dev.narrowgauge.domain.profile.KernelTime;
import dev.narrowgauge.domain.profile.OperatorProfile;
import dev.narrowgauge.domain.profile.Roofline;
import dev.narrowgauge.domain.range.RangeUse;
import dev.narrowgauge.proto.engine.DeterminismChecked;
import dev.narrowgauge.proto.engine.Kernel;
import dev.narrowgauge.proto.engine.ModelProfile;
import dev.narrowgauge.proto.engine.RangesChecked;
import dev.narrowgauge.proto.engine.Roof;
import dev.narrowgauge.proto.engine.RooflineMeasured;
import java.util.List;

/** An engine's profiles, rooflines, checks of determinism and uses of ranges as values. */
public final class EngineProfiles {
    private EngineProfiles() {}

    public static OperatorProfile of(ModelProfile profile) {
        return new OperatorProfile(
                profile.getKernelsList().stream().map(EngineProfiles::of).toList(), profile.getRunMicros());
    }

    private static KernelTime of(Kernel kernel) {
        return new KernelTime(
                kernel.getName(),
                kernel.getOperator(),
                KernelTime.Kind.valueOf(kernel.getKind()),
                kernel.getValuesList(),
                kernel.getElementType(),
                kernel.getMicros(),
                kernel.hasMultiplications() ? (Long) kernel.getMultiplications() : null,
                kernel.getIntegerMultiplications(),
                kernel.getUncounted());
    }

    public static Roofline of(RooflineMeasured measured) {
        return new Roofline(
                measured.getThreads(),
                measured.getRoofsList().stream().map(EngineProfiles::of).toList());
    }

    private static Roofline.Roof of(Roof roof) {
        return new Roofline.Roof(
                Roofline.Numbers.valueOf(roof.getNumbers()),
                roof.hasMatrixRate() ? (Double) roof.getMatrixRate() : null,
                roof.hasConvolutionRate() ? (Double) roof.getConvolutionRate() : null,
                roof.hasBytesPerSecond() ? (Double) roof.getBytesPerSecond() : null);
    }

    public static DeterminismReport of(DeterminismChecked checked) {
        return new DeterminismReport(
                checked.getDifferencesList().stream().map(EngineProfiles::of).toList());
    }

    private static Difference of(dev.narrowgauge.proto.engine.Difference told) {
        return new Difference(
                told.getWhat(),
                told.getSamples(),
                told.getDifferingSamples(),
                told.getChangedAnswers(),
                told.hasLargest() ? (Double) told.getLargest() : null,
                told.getRemedy().isEmpty() ? null : told.getRemedy());
    }

    public static List<RangeUse> of(RangesChecked checked) {
        return checked.getRangesList().stream()
                .map(use -> new RangeUse(
                        use.getTensor(),
                        use.getLow(),
                        use.getHigh(),
                        use.hasMinimum() ? (Double) use.getMinimum() : null,
                        use.hasMaximum() ? (Double) use.getMaximum() : null,
                        use.getValues(),
                        use.getBelow() + use.getAbove(),
                        checked.getSamples(),
                        use.getClippedSamples()))
                .toList();
    }
}
