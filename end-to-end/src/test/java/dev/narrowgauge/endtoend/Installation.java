package dev.narrowgauge.endtoend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The built product, and the Java commands with which its launcher starts it. */
final class Installation {
    static final Path ROOT = Path.of(System.getProperty("narrowgauge.root"));

    private Installation() {}

    static Path demo(String file) {
        return ROOT.resolve("demo").resolve(file);
    }

    static List<String> commandLine(String... arguments) {
        List<String> command = java();
        command.addAll(List.of("-Xmx256m", "-cp", ROOT.resolve("cli/target/cli/lib") + "/*"));
        command.add("dev.narrowgauge.cli.Main");
        command.addAll(List.of(arguments));
        return command;
    }

    static List<String> services(String... arguments) {
        return program("standalone", arguments);
    }

    /** @param module that packages it */
    static List<String> program(String module, String... arguments) {
        List<String> command = java();
        command.addAll(List.of(
                "-Xmx512m",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-jar",
                ROOT.resolve(module)
                        .resolve("target/quarkus-app/quarkus-run.jar")
                        .toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** In a language whose digits are others, as it may be that of whoever starts the product. */
    private static List<String> java() {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Duser.language=fa",
                "-Duser.country=IR",
                "-Dnarrowgauge.home=" + ROOT,
                "-Dnarrowgauge.engine.home=" + ROOT.resolve("engine/runtime/target/engine")));
    }
}
