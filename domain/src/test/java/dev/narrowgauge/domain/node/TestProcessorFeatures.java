package dev.narrowgauge.domain.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.recipe.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestProcessorFeatures {
    @ParameterizedTest
    @CsvSource({
        "fpu sse2 avx2, X86_AVX2",
        "avx2 avx512f avx512bw avx512_vnni, X86_VNNI",
        "avx2 avx_vnni, X86_VNNI",
        "avx2 avx512_vnni amx_tile amx_int8, X86_AMX",
        "fpu sse2, GENERIC"
    })
    void x86Features(String flags, Target target) {
        assertThat(ProcessorFeatures.target(ProcessorFeatures.ofX86(flags))).isEqualTo(target);
    }

    @Test
    void armFeatures() {
        assertThat(ProcessorFeatures.target(ProcessorFeatures.ofArm(vector(16, 1 << 20))))
                .isEqualTo(Target.ARM_DOTPROD);
        assertThat(ProcessorFeatures.target(ProcessorFeatures.ofArm(vector(16, 1 << 20, 26, 1 << 13))))
                .isEqualTo(Target.ARM_I8MM);
        assertThat(ProcessorFeatures.target(ProcessorFeatures.ofArm(vector(16, 1 << 1))))
                .isEqualTo(Target.GENERIC);
        assertThat(ProcessorFeatures.ofArm(new byte[0])).isEmpty();
    }

    @Test
    void deviceClassesAreThoseOfSomeProcessor() {
        assertThat(ProcessorFeatures.deviceClasses())
                .containsExactlyInAnyOrder("x86-amx", "x86-vnni", "x86-avx2", "arm-i8mm", "arm-dotprod");
    }

    @Test
    void featuresAreReadFromTheFilesOfTheirArchitecture(@TempDir Path root) throws IOException {
        FakeFiles machine = new FakeFiles(root)
                .with(
                        "proc/cpuinfo",
                        "processor\t: 0\nflags\t\t: fpu avx2 avx_vnni\n\nprocessor\t: 1\nflags\t\t: fpu\n");
        assertThat(ProcessorFeatures.of(machine.files(), "amd64")).containsExactly("avx2", "avx_vnni");
        assertThat(ProcessorFeatures.of(machine.files(), ProcessorFeatures.ARM)).isEmpty();
        assertThat(ProcessorFeatures.of(new SystemFiles(root.resolve("nothing")), "amd64"))
                .isEmpty();
    }

    @Test
    void targetOfDeviceClasses() {
        assertThat(Target.ofDeviceClasses(List.of("x86-vnni"))).isEqualTo(Target.X86_VNNI);
        assertThat(Target.ofDeviceClasses(List.of("x86-vnni", "x86-avx2"))).isEqualTo(Target.X86_AVX2);
        assertThat(Target.ofDeviceClasses(List.of("arm-i8mm", "arm-dotprod"))).isEqualTo(Target.ARM_DOTPROD);
        assertThat(Target.ofDeviceClasses(List.of("x86-vnni", "arm-i8mm"))).isEqualTo(Target.GENERIC);
        assertThat(Target.ofDeviceClasses(List.of("nvidia-sm90"))).isEqualTo(Target.GENERIC);
        assertThat(Target.ofDeviceClasses(List.of())).isEqualTo(Target.GENERIC);
    }

    private static byte[] vector(long... entries) {
        ByteBuffer vector = ByteBuffer.allocate(entries.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long entry : entries) {
            vector.putLong(entry);
        }
        return vector.array();
    }
}
