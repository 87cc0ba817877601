package dev.narrowgauge.cli.local;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What all commands that check files have in common. */
public final class FilesToCheck {
    @Parameters(paramLabel = "FILE.yaml", arity = "1..*", description = "The files.")
    private List<Path> files;

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    /** @see FileCheck#all */
    public int check(PrintWriter out, Consumer<Path> reading) {
        return FileCheck.all(out, files, reading, json);
    }
}
