package dev.narrowgauge.cli.demo;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the launcher found this program's parts. */
record Installation(Path home) {
    private static final String HOME = "narrowgauge.home";

    static Installation ofThisProgram() {
        String home = System.getProperty(HOME);
        if (home == null) {
            throw new NarrowgaugeException(
                    ErrorCode.INTERNAL_ERROR,
                    "The system property %s is not set: start this with the narrowgauge script.".formatted(HOME));
        }
        return new Installation(Path.of(home));
    }

    Path demoFile(String name) {
        return home.resolve("demo").resolve(name);
    }

    /** The command that runs everything in one process; the launcher's for {@code up}, but for the second compiler. */
    List<String> standalone(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dnarrowgauge.home=" + home,
                "-Dnarrowgauge.engine.home=" + home.resolve("engine/runtime/target/engine"),
                "-jar",
                home.resolve("standalone/target/quarkus-app/quarkus-run.jar").toString()));
        command.addAll(List.of(arguments));
        return command;
    }
}
