package dev.narrowgauge.domain.process;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a child process learns of the environment of its parent: where programs and libraries are, which processors of
 * graphics cards it may use, how times and texts are spelled. Passwords of a service are elsewhere, and a child may read
 * files of strangers, or show its environment to whoever may look at it.
 */
public final class ChildEnvironment {
    private static final Set<String> PASSED = Set.of(
            "PATH",
            "HOME",
            "USER",
            "LANG",
            "LANGUAGE",
            "TZ",
            "TMPDIR",
            "LD_LIBRARY_PATH",
            "DYLD_LIBRARY_PATH",
            "CUDA_VISIBLE_DEVICES",
            "NVIDIA_VISIBLE_DEVICES",
            "NVIDIA_DRIVER_CAPABILITIES",
            "SYSTEMROOT",
            "TEMP",
            "TMP");

    private static final String LOCALE = "LC_";

    private ChildEnvironment() {}

    /** One that is not started yet, and learns no more. */
    public static ProcessBuilder process(List<String> command) {
        ProcessBuilder process = new ProcessBuilder(command);
        restrict(process.environment());
        return process;
    }

    static void restrict(Map<String, String> environment) {
        environment.keySet().removeIf(name -> !PASSED.contains(name) && !name.startsWith(LOCALE));
    }
}
