package dev.narrowgauge.engine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestEngineHome {
    @TempDir
    Path directory;

    @Test
    void brokenInstallationIsAFaultOfTheMachine() {
        assertThatThrownBy(() -> new EngineHome(directory))
                .isInstanceOfSatisfying(
                        NarrowgaugeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ENGINE_UNAVAILABLE))
                .hasMessageContaining("no lib directory");
    }

    /** Whatever order the disk has: the cache of the start would not fit another. */
    @Test
    void jarsAreInTheOrderOfTheirNames() throws IOException {
        Path jars = Files.createDirectory(directory.resolve("lib"));
        Path second = Files.createFile(jars.resolve("second.jar"));
        Path first = Files.createFile(jars.resolve("first.jar"));
        Files.createFile(jars.resolve("list.txt"));

        assertThat(new EngineHome(directory).program().classPath()).isEqualTo(first + File.pathSeparator + second);
    }

    @Test
    void cacheOfTheStartIsUsedWhereThereIsOne() throws IOException {
        Files.createDirectory(directory.resolve("lib"));
        EngineHome home = new EngineHome(directory);

        assertThat(home.program().startOptions()).isEmpty();

        Path cache = Files.createFile(directory.resolve("engine.aot"));
        assertThat(home.program().startOptions()).contains("-XX:AOTCache=" + cache);
    }
}
