package dev.narrowgauge.checks.frame;

import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The source that is being checked.
 *
 * @param changes what differs from the commit, docs left out, as a digest; empty for a clean tree
 */
public record Checkout(Path root, String commit, String changes) {
    private static final String HOME = "narrowgauge.home";

    public static Checkout current() {
        Path root = Path.of(System.getProperty(HOME, ".")).toAbsolutePath().normalize();
        String status = git(root, "status", "--porcelain", "--", ".", ":!docs");
        String commit = git(root, "rev-parse", "HEAD").strip();
        if (status.isBlank()) {
            return new Checkout(root, commit, "");
        }
        return new Checkout(root, commit, Sha256.of(status + git(root, "diff", "HEAD", "--", ".", ":!docs")));
    }

    boolean clean() {
        return changes.isEmpty();
    }

    /** A directory's name for what this source gave. */
    public String key() {
        return commit.substring(0, 12) + (clean() ? "" : "-" + changes.substring(0, 12));
    }

    private static String git(Path root, String... arguments) {
        MeasuredCommand.Result result = MeasuredCommand.in(root)
                .run(Stream.concat(Stream.of("git"), List.of(arguments).stream())
                        .toList());
        if (result.exit() != 0) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "A check says on which commit it ran, and %s is no git checkout: %s"
                            .formatted(root, result.errors().strip()));
        }
        return result.output();
    }
}
