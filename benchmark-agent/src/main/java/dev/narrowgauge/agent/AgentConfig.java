package dev.narrowgauge.agent;

import dev.narrowgauge.service.TaskRoleConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Settings of the benchmark agent. */
@ConfigMapping(prefix = "narrowgauge.agent")
public interface AgentConfig extends TaskRoleConfig {
    /** Name of this node; the host's name unless set. */
    Optional<String> name();

    /** Words by which the node is found in lists of nodes, such as {@code rack=7}. */
    Optional<List<String>> labels();

    /** Most forks of a measurement, each with fresh processes; fewer than 6 make previews, which answer nothing. */
    @WithDefault("40")
    int forks();
}
