package dev.narrowgauge.engine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
final class TestWorkDirectory {
    @TempDir
    private Path root;

    @Test
    void deletesEverythingInIt() throws IOException {
        Path path;
        try (WorkDirectory work = WorkDirectory.create(root)) {
            path = work.path();
            Files.writeString(Files.createDirectories(path.resolve("a/b")).resolve("c"), "text");
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void deletesWhatAKilledProcessLeft() throws IOException, InterruptedException {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        root.toString())
                .start();
        Path used = Path.of(other.inputReader().readLine());
        Path foreign = Files.createDirectory(root.resolve("engine-of-somebody-else"));
        try (WorkDirectory work = WorkDirectory.create(root)) {
            assertThat(work.path()).exists();
            assertThat(used).as("the other process lives").exists();
        }
        other.destroyForcibly().waitFor();
        try (WorkDirectory work = WorkDirectory.create(root)) {
            assertThat(work.path()).exists();
            assertThat(used).as("its owner is gone").doesNotExist();
            assertThat(foreign)
                    .as("without an owner's lock it is not ours to delete")
                    .exists();
        }
    }

    @Test
    void parentThatCannotBeUsedIsAFaultOfTheMachine() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "x");
        assertThatThrownBy(() -> WorkDirectory.create(file.resolve("work")))
                .isInstanceOfSatisfying(
                        NarrowgaugeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE));
    }

    /** Both sweep whenever they create, and neither may take the other's for a dead one's. */
    @Test
    void directoriesThatAreJustMadeSurviveTheSweepsOfOtherProcesses() throws IOException, InterruptedException {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EagerProcess.class.getName(),
                        root.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(other.getInputStream().read()).as("it has begun").isEqualTo('b');
        EagerProcess.createMany(root);
        assertThat(other.waitFor()).as("nothing of its own vanished").isZero();
    }

    /** Makes one work directory after the other. */
    static final class EagerProcess {
        private static final int MANY = 1000;

        private EagerProcess() {}

        public static void main(String[] arguments) throws IOException {
            System.out.write('b');
            System.out.flush();
            createMany(Path.of(arguments[0]));
        }

        static void createMany(Path root) throws IOException {
            for (int i = 0; i < MANY; i++) {
                try (WorkDirectory work = WorkDirectory.create(root)) {
                    Files.writeString(work.path().resolve("file"), "text");
                }
            }
        }
    }

    /** Has a work directory until it is killed. */
    static final class OtherProcess {
        private OtherProcess() {}

        public static void main(String[] arguments) throws IOException {
            System.out.println(WorkDirectory.create(Path.of(arguments[0])).path());
            System.in.read();
        }
    }
}
