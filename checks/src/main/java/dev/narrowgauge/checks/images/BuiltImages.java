package dev.narrowgauge.checks.images;

import dev.narrowgauge.checks.frame.Checkout;
import dev.narrowgauge.checks.frame.MeasuredCommand;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The images of this source. They are made by the scripts of the checkout, from a base that those make on this machine.
 *
 * @param tag with which their names end
 */
record BuiltImages(Path checkout, String tag) {
    static final List<String> PROGRAMS = List.of("api", "worker", "agent", "migrate");

    static BuiltImages ofThisSource() {
        Checkout source = Checkout.current();
        return new BuiltImages(source.root(), source.key());
    }

    String name(String program) {
        return "localhost/narrowgauge/%s:%s".formatted(program, tag);
    }

    /** The bill of materials that lies beside the image. */
    Path materials(String program) {
        return checkout.resolve("target/images/%s.cdx.json".formatted(program));
    }

    /** Makes them where any is absent, and installs what that needs. */
    void ensure() {
        call(script("install-tools"));
        if (PROGRAMS.stream().allMatch(this::isThere)) {
            return;
        }
        String base = call(script("base")).lines().reduce("", (_, last) -> last);
        List<String> build = new ArrayList<>(script("build"));
        build.addAll(List.of(base.split(" ")));
        build.addAll(List.of("--tag", tag));
        call(build);
    }

    private boolean isThere(String program) {
        return Files.exists(materials(program))
                && run(List.of("podman", "image", "exists", name(program))).exit() == 0;
    }

    /** In a container of this machine no other isolation works. */
    private List<String> script(String name) {
        return List.of(
                "env",
                "BUILDAH_ISOLATION=chroot",
                checkout.resolve("deploy/images").resolve(name).toString());
    }

    /** Gives what the command printed. */
    String call(List<String> command) {
        MeasuredCommand.Result result = run(command);
        if (result.exit() != 0) {
            throw new NarrowgaugeException(
                    ErrorCode.INTERNAL_ERROR,
                    "'%s' ended with %d: %s".formatted(String.join(" ", command), result.exit(), end(result)));
        }
        return result.output();
    }

    /** A build prints much. */
    private static String end(MeasuredCommand.Result result) {
        List<String> lines =
                Stream.concat(result.output().lines(), result.errors().lines()).toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    private MeasuredCommand.Result run(List<String> command) {
        return MeasuredCommand.in(checkout).undisturbed().run(command);
    }
}
