package dev.narrowgauge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A browser of this machine, and a person before it. */
final class Browser {
    private static final Path SCRIPTS = Installation.ROOT.resolve("end-to-end/src/test/browser");
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final int LIMIT_MINUTES = 5;

    private Browser() {}

    /**
     * Does what the script of the sign-in calls that. Skips the test where there is no browser.
     *
     * @param directory for what is printed
     * @return what the person sees in the end
     */
    static String act(Path directory, String action, String url, String user) throws Exception {
        return run(directory, "sign-in.mjs", action, url, user, Realms.PASSWORD);
    }

    /**
     * Does what a script says, likewise.
     *
     * @param arguments of the script, after the browser's file
     */
    static String run(Path directory, String script, String... arguments) throws Exception {
        Optional<Path> executable = executable();
        assumeThat(executable).as("Chromium or Chrome on the PATH").isPresent();
        Path printed = Files.createTempFile(directory, "browser-", ".log");
        List<String> command =
                new ArrayList<>(List.of("node", script, executable.get().toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(SCRIPTS.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        String seen = Files.readString(printed);
        assertThat(process.exitValue()).as(seen).isZero();
        return seen;
    }

    private static Optional<Path> executable() {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
