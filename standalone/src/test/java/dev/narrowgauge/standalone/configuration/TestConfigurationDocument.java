package dev.narrowgauge.standalone.configuration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every key that the services read stands in the document, with the default that it has. */
class TestConfigurationDocument {
    private static final Path ROOT = Path.of(System.getProperty("narrowgauge.root", ".."));
    private static final Path DOCUMENT = ROOT.resolve("docs/configuration.md");
    private static final Path OF_ONE_PROCESS = ROOT.resolve("standalone/src/main/resources/application.properties");
    private static final Pattern OTHER_KEY = Pattern.compile("\\$\\{([^:}]+)");
    private static final Pattern TABLE =
            Pattern.compile("(?<=<!-- settings of the services -->\\n).*?(?=<!-- end -->)", Pattern.DOTALL);

    private final List<Setting> settings = Mapping.all(ROOT).stream()
            .flatMap(mapping -> mapping.settings().stream())
            .toList();

    @Test
    void tableIsWhatTheMappingsSay() throws IOException {
        String committed = Files.readString(DOCUMENT, UTF_8);
        String current = TABLE.matcher(committed).replaceFirst(_ -> Matcher.quoteReplacement(table()));
        if (Boolean.getBoolean("narrowgauge.configuration.write")) {
            Files.writeString(DOCUMENT, current, UTF_8);
            return;
        }
        assertThat(committed).as("""
                        docs/configuration.md is not what the mappings say. If the change is meant, write it anew and commit it:
                        ./mvnw -pl standalone -am test -Dtest=TestConfigurationDocument -Dsurefire.failIfNoSpecifiedTests=false \
                        -Dnarrowgauge.configuration.write=true""").isEqualTo(current);
    }

    @Test
    void keysThatDefaultsNameStandInTheDocument() throws IOException {
        String document = Files.readString(DOCUMENT, UTF_8);
        List<String> keys = settings.stream()
                .flatMap(setting ->
                        OTHER_KEY.matcher(setting.fallback().orElse("")).results())
                .map(found -> found.group(1))
                .distinct()
                .toList();
        assertThat(keys).isNotEmpty().allSatisfy(key -> assertThat(document).contains("| `" + key + "` |"));
    }

    private String table() {
        Properties ofOneProcess = ofOneProcess();
        return settings.stream()
                .map(setting -> "| `%s` | `%s` | %s | %s | %s |\n"
                        .formatted(
                                setting.key(),
                                setting.environmentVariable(),
                                setting.kind(),
                                fallback(setting, ofOneProcess),
                                setting.description()))
                .collect(joining("", """
                        | key | environment variable | value | default | what it is |
                        |---|---|---|---|---|
                        """, ""));
    }

    private static String fallback(Setting setting, Properties ofOneProcess) {
        String everywhere = setting.fallback().map(value -> '`' + value + '`').orElse("–");
        String here = ofOneProcess.getProperty(setting.key());
        return here == null ? everywhere : "%s; `%s` in `narrowgauge up`".formatted(everywhere, here);
    }

    private static Properties ofOneProcess() {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(OF_ONE_PROCESS)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
