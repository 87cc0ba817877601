package dev.narrowgauge.endtoend;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What reads compose files on this machine. */
enum ComposeTool {
    DOCKER(List.of("docker", "compose"), "version", "config"),

    /** That of Debian 12 cannot print what it has read, but what it would start; its Podman does nothing. */
    PODMAN(List.of("podman-compose", "--podman-path", "true", "--dry-run"), "--version", "up");

    private final List<String> command;
    private final String version;
    private final String shown;

    ComposeTool(List<String> command, String version, String shown) {
        this.command = command;
        this.version = version;
        this.shown = shown;
    }

    /** Empty where there is none. */
    static Optional<ComposeTool> here() throws InterruptedException {
        for (ComposeTool tool : values()) {
            List<String> asked = Stream.concat(tool.command.stream(), Stream.of(tool.version))
                    .toList();
            if (ShellCommand.works(asked.toArray(String[]::new))) {
                return Optional.of(tool);
            }
        }
        return Optional.empty();
    }

    /** A command that prints what all the files together say, and starts nothing. */
    List<String> reading(Path... files) {
        List<String> reading = new ArrayList<>(command);
        for (Path file : files) {
            reading.addAll(List.of("-f", file.toString()));
        }
        reading.add(shown);
        return reading;
    }
}
