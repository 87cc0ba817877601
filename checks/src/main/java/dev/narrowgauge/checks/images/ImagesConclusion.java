package dev.narrowgauge.checks.images;

import static java.util.stream.Collectors.joining;

import dev.narrowgauge.checks.frame.Conclusion;
import dev.narrowgauge.checks.frame.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Holds the images and their containers against what a platform may expect of them. */
final class ImagesConclusion {
    private static final double MOST_MEBIBYTES_OF_AN_IMAGE = 500;
    private static final double MOST_READY_SECONDS = 8;
    private static final double MOST_MEBIBYTES = 350;

    private static final String STORY = """

            The images are made by buildah from a Debian that debootstrap has put up and a Java linked from the JDK of this \
            machine; nothing is pulled. Sizes are those of files, not compressed; layers that images have in common, which are \
            all but the program's, lie on a machine once. A *start* is a cache of what Java loads and links at every start.

            The demo's run went through an API, a worker and two agents in containers of podman with runc, on the host's \
            network, on servers beside them. For each container the kernel says that it runs as user 10001, has no capability \
            and gets none, and that its root is read-only. The two agents are shown processors of different device classes; in \
            truth both have this machine, by turns.

            A container is new at every start, and podman's own work is part of the time. Memory is resident memory of all \
            processes of a container after a minute without work, the spare engine child included.
            """;

    private final List<String> failures = new ArrayList<>();
    private final StringBuilder found = new StringBuilder("""
            | what | found | asked |
            |---|---|---|
            """);
    private final StringBuilder sizes = new StringBuilder();

    private ImagesConclusion() {}

    static Conclusion of(List<Figures> rows) {
        ImagesConclusion conclusion = new ImagesConclusion();
        rows.forEach(conclusion::add);
        return new Conclusion(conclusion.failures, conclusion.found + STORY + conclusion.sizes);
    }

    private void add(Figures row) {
        switch (row.row()) {
            case ImagesCheck.SIZES -> add(row.as(ImageSizes.class));
            case ImagesCheck.DEMO -> add(row.as(ContainerRun.class));
            default -> row.as(ContainerStarts.class).roles().forEach(this::add);
        }
    }

    private void add(ImageSizes images) {
        List<String> parts = ImageSizes.partNames();
        sizes.append("%nMiB of files:%n%n".formatted());
        sizes.append("| image | all | %s | components listed |%n".formatted(String.join(" | ", parts)));
        sizes.append("|---|---|%s---|%n".formatted("---|".repeat(parts.size())));
        for (ImageSizes.Image image : images.images()) {
            sizes.append("| %s | %s | %s | %d |%n"
                    .formatted(
                            image.name(),
                            figure("%.1f", image.mebibytes()),
                            parts.stream()
                                    .map(part -> figure("%.1f", image.mebibytes(part)))
                                    .collect(joining(" | ")),
                            image.components()));
            say(
                    image.name() + ": size of its image",
                    figure("%.0f MiB", image.mebibytes()),
                    figure("at most %.0f MiB", MOST_MEBIBYTES_OF_AN_IMAGE),
                    image.mebibytes() <= MOST_MEBIBYTES_OF_AN_IMAGE);
            if (image.components() == 0) {
                failures.add("%s: its bill of materials is empty".formatted(image.name()));
            }
        }
    }

    private void add(ContainerRun run) {
        say(
                "the demo's run",
                figure("%d faults, %.0f s", run.faults().size(), run.seconds()),
                "no fault",
                run.faults().isEmpty());
        failures.addAll(run.faults());
    }

    private void add(ContainerStarts.Started role) {
        say(
                role.role() + ": ready after its container was made, median of "
                        + role.seconds().size(),
                figure("%.2f s", role.medianSeconds()),
                figure("at most %.0f s", MOST_READY_SECONDS),
                role.medianSeconds() <= MOST_READY_SECONDS);
        say(
                role.role() + ": memory without work",
                figure("%.0f MiB", role.mebibytes()),
                figure("at most %.0f MiB", MOST_MEBIBYTES),
                role.mebibytes() <= MOST_MEBIBYTES);
    }

    private static String figure(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private void say(String what, String figure, String asked, boolean holds) {
        found.append("| %s | %s | %s |%n".formatted(what, figure, asked));
        if (!holds) {
            failures.add("%s: %s, asked for is %s".formatted(what, figure, asked));
        }
    }
}
