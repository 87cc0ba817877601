package dev.narrowgauge.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.domain.node.ProcessorFeatures;
import dev.narrowgauge.domain.node.SystemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestProcessorView {
    private static final String CPUINFO = """
            processor\t: 0
            model name\t: A processor
            flags\t\t: fpu avx2 avx512f avx512_vnni avx_vnni amx_bf16 amx_tile amx_int8
            bugs\t\t: none

            processor\t: 1
            model name\t: A processor
            flags\t\t: fpu avx2 avx512f avx512_vnni avx_vnni amx_bf16 amx_tile amx_int8
            """;

    @TempDir
    private Path root;

    @ParameterizedTest
    @ValueSource(strings = {"x86-avx2", "x86-vnni", "x86-amx"})
    void processorIsReadAsTheClassThatItIsShownAs(String deviceClass) throws IOException {
        Files.createDirectories(root.resolve("proc"));
        Files.writeString(root.resolve("proc/cpuinfo"), ProcessorView.of(CPUINFO, deviceClass));
        assertThat(ProcessorFeatures.target(ProcessorFeatures.of(new SystemFiles(root), "x86_64")))
                .hasToString(deviceClass.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    @Test
    void restStaysAsItIs() {
        assertThat(ProcessorView.of(CPUINFO, "x86-avx2"))
                .isEqualTo(CPUINFO.replace(" avx512_vnni avx_vnni amx_bf16 amx_tile amx_int8", "")
                        .replace("fpu avx2 avx512f", "fpu avx512f avx2"));
    }

    @Test
    void classOfAnotherArchitectureIsRefused() {
        assertThatThrownBy(() -> ProcessorView.of(CPUINFO, "arm-i8mm")).hasMessageContaining("arm-i8mm");
    }
}
