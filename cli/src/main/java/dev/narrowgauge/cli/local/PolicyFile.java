package dev.narrowgauge.cli.local;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.gate.Policy;
import java.nio.file.Path;
import java.util.Map;

/**
 * A policy in YAML, of which JSON is a part.
 *
 * @param written only what stands in the file
 */
public record PolicyFile(Map<String, Object> written, Policy policy) {

    public static PolicyFile read(Path file) {
        Map<String, Object> written = SettingsFile.read(file, "policy", ErrorCode.POLICY_UNREADABLE);
        return new PolicyFile(written, SettingsFile.as(file, written, Policy::fromMap));
    }
}
