package dev.narrowgauge.api.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code docs/webhooks.md} has receivers do, done. Without Python or openssl the test that asks is skipped. */
final class Snippets {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("narrowgauge.root", "..")).resolve("docs/webhooks.md");

    private final Path directory;

    Snippets(Path directory) {
        this.directory = directory;
    }

    /** The signature in hexadecimal digits. */
    String signedByShell(String secret, String timestamp, Path body) throws IOException, InterruptedException {
        assumeThat(isThere("openssl", "version")).as("openssl").isTrue();
        Files.copy(body, directory.resolve("work-body.json"), StandardCopyOption.REPLACE_EXISTING);
        return output(
                Map.of("SECRET", secret, "TIMESTAMP", timestamp),
                "bash",
                "-c",
                snippet("shell").replace("body.json", "work-body.json"));
    }

    boolean isGoodByPython(String secret, String timestamp, String signatures, Path body)
            throws IOException, InterruptedException {
        assumeThat(isThere("python3", "--version")).as("python3").isTrue();
        String script = snippet("python") + """

                import sys
                print(is_good(sys.argv[1], sys.argv[2], sys.argv[3], open(sys.argv[4], "rb").read()))
                """;
        return Boolean.parseBoolean(
                output(Map.of(), "python3", "-c", script, secret, timestamp, signatures, body.toString()));
    }

    private static String snippet(String name) throws IOException {
        Matcher matcher = Pattern.compile("<!-- " + name + " -->\n```\\w+\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(DOCUMENT));
        assertThat(matcher.find()).as(name).isTrue();
        return matcher.group(1);
    }

    private String output(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isZero();
        return output.strip();
    }

    private static boolean isThere(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _) {
            return false;
        }
    }
}
