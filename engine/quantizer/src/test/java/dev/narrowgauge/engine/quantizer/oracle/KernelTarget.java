package dev.narrowgauge.engine.quantizer.oracle;

import dev.narrowgauge.domain.node.ProcessorFeatures;
import dev.narrowgauge.domain.recipe.Target;

/** For which target a test quantizes that runs the variant here and asks how exact it is. */
final class KernelTarget {
    private KernelTarget() {}

    /** Without VNNI weights of all 8 bits overflow the sums of the kernels, and the variant is not what its recipe says. */
    static String word() {
        return hasWholeWeights() ? "x86-vnni" : "x86-avx2";
    }

    static boolean hasWholeWeights() {
        return ProcessorFeatures.targetOfThisMachine() != Target.X86_AVX2;
    }
}
