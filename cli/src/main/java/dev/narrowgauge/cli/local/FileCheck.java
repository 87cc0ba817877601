package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.output.JsonFile;
import dev.narrowgauge.domain.error.ErrorKind;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.error.Fault;
import dev.narrowgauge.domain.error.Faults;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A file that somebody wrote, and what is wrong with it. */
record FileCheck(Path file, Optional<NarrowgaugeException> failure) {
    /**
     * Says of each file whether it is right: for people a line, and fails with the faults of those that are not; for programs
     * everything as JSON.
     *
     * @param reading fails with what is wrong with a file
     * @return the exit status
     */
    static int all(PrintWriter out, List<Path> files, Consumer<Path> reading, boolean json) {
        List<FileCheck> checks = files.stream().map(file -> of(file, reading)).toList();
        if (json) {
            List<Map<String, Object>> documents = new ArrayList<>();
            checks.forEach(check -> documents.add(check.document()));
            out.println(JsonFile.text(Map.of("files", documents)));
            boolean right = checks.stream().allMatch(check -> check.failure.isEmpty());
            return (right ? ExitCode.OK : ExitCode.BAD_INPUT).status();
        }
        Faults faults = new Faults();
        for (FileCheck check : checks) {
            out.println(check.file + (check.failure.isEmpty() ? " is valid" : " is not valid"));
            check.failure.ifPresent(faults::add);
        }
        faults.raise();
        return ExitCode.OK.status();
    }

    private static FileCheck of(Path file, Consumer<Path> reading) {
        try {
            reading.accept(file);
            return new FileCheck(file, Optional.empty());
        } catch (NarrowgaugeException failure) {
            if (failure.code().kind() != ErrorKind.USER) {
                throw failure;
            }
            return new FileCheck(file, Optional.of(failure));
        }
    }

    private Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("file", file.toString());
        document.put("valid", failure.isEmpty());
        document.put(
                "faults",
                failure.stream()
                        .flatMap(found -> found.faults().stream())
                        .map(FileCheck::told)
                        .toList());
        failure.filter(found -> found.untold() > 0).ifPresent(found -> document.put("moreFaults", found.untold()));
        return document;
    }

    /** As problem+json has it. */
    private static Map<String, Object> told(Fault fault) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("code", fault.code().name());
        document.put("detail", fault.sentence());
        document.put("pointer", fault.pointer().orElse(null));
        return document;
    }
}
