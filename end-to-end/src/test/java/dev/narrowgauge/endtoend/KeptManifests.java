package dev.narrowgauge.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

/** What the manifests in {@code deploy/kubernetes} have a cluster ask of every program. */
final class KeptManifests {
    private static final Pattern PROBE = Pattern.compile("^ +path: (/q/health/\\S+)$", Pattern.MULTILINE);

    private KeptManifests() {}

    /** Paths at the port of health. */
    static List<String> probes() throws IOException {
        String manifests = Files.readString(Installation.ROOT.resolve("deploy/kubernetes/team.yaml"));
        return PROBE.matcher(manifests)
                .results()
                .map(probe -> probe.group(1))
                .distinct()
                .toList();
    }
}
