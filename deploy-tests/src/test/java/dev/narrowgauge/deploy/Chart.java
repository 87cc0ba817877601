package dev.narrowgauge.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The chart as Helm's own code renders it.
 *
 * <p>The library's template leaves out hooks, and takes the cluster for an old one. So it is given a copy in which the annotation
 * of hooks is called otherwise, and which asks for no version of Kubernetes.
 */
final class Chart {
    static final Path ROOT = Path.of(System.getProperty("narrowgauge.root", ".."))
            .toAbsolutePath()
            .normalize();
    static final Path FOLDER = ROOT.resolve("deploy/helm/narrowgauge");
    static final Path DEFAULTS = FOLDER.resolve("values.yaml");

    private static final String RELEASE = "narrowgauge";
    private static final String HOOK = "helm.sh/hook";
    private static final String SHOWN = "narrowgauge.dev/hook";
    private static final String DEMANDED_VERSION = "(?m)^kubeVersion: .*\\R";

    private final Helm helm;

    private Chart(Helm helm) {
        this.helm = helm;
    }

    /** @param folder that is empty, for the copy */
    static Chart copiedTo(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(FOLDER.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                String text = Files.readString(file, UTF_8);
                Files.writeString(copy, text.replace(HOOK, SHOWN).replaceFirst(DEMANDED_VERSION, ""), UTF_8);
            }
        }
        return new Chart(new Helm(folder));
    }

    /** Of the chart itself. */
    static LintResult lint() {
        return new Helm(FOLDER).lint().strict().call();
    }

    /**
     * The objects as a person reads them, hooks among them.
     *
     * @param values files, of which a later one comes first
     * @throws IllegalStateException with what Helm says, where it refuses them
     */
    String render(Path... values) {
        TemplateCommand command = helm.template().withName(RELEASE).withNamespace(RELEASE);
        for (Path file : values) {
            command = command.withValuesFile(file);
        }
        return command.call().replace(SHOWN, HOOK);
    }

    Manifests manifests(Path... values) throws IOException {
        return Manifests.read(render(values));
    }

    /** The sets of values whose manifests are kept. */
    static List<ValueSet> valueSets() {
        return List.of(new ValueSet("small"), new ValueSet("team"), new ValueSet("company"));
    }
}
