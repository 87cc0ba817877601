package dev.narrowgauge.engine.client;

import java.util.Map;
import java.util.Set;

/**
 * What an engine child, which reads files of strangers, learns of the environment of its parent: where programs and libraries
 * are, which processors of graphics cards it may use, how times and texts are spelled. Passwords of a service are elsewhere.
 */
final class EngineEnvironment {
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

    private EngineEnvironment() {}

    /** Leaves of a child's environment what it is to know. */
    static void restrict(Map<String, String> environment) {
        environment.keySet().removeIf(name -> !PASSED.contains(name) && !name.startsWith(LOCALE));
    }
}
