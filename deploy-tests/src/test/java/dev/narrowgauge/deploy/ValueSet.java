package dev.narrowgauge.deploy;

import java.nio.file.Path;

/** Values for a deployment of some size, whose manifests are kept for those who do without Helm. */
record ValueSet(String name) {
    Path file() {
        return Chart.ROOT.resolve("deploy/helm/values").resolve(name + ".yaml");
    }

    Path kept() {
        return Chart.ROOT.resolve("deploy/kubernetes").resolve(name + ".yaml");
    }

    @Override
    public String toString() {
        return name;
    }
}
