package dev.narrowgauge.api.admission;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** Whom the service answers what clusters ask, and which verdicts count there. */
@ConfigMapping(prefix = "narrowgauge.admission")
public interface AdmissionConfig {
    /**
     * Projects about which a cluster may ask without a key. Whoever reaches the service can then learn of bytes whose SHA-256 they know
     * what was decided there.
     */
    Optional<List<String>> openProjects();

    /** SHA-256 of the policies whose verdicts count; any unless set. */
    Optional<List<String>> policies();
}
