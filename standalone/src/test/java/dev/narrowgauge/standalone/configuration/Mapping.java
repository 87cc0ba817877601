package dev.narrowgauge.standalone.configuration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An interface whose methods are keys of the configuration, with its source, which says what they are. */
record Mapping(Class<?> type, String source) {
    private static final Path SOURCES = Path.of("src", "main", "java");

    /** Every mapping of the modules below the folder, by the order of their prefixes. */
    static List<Mapping> all(Path root) {
        try (Stream<Path> modules = Files.list(root)) {
            return modules.map(module -> module.resolve(SOURCES))
                    .filter(Files::isDirectory)
                    .flatMap(Mapping::in)
                    .sorted(Comparator.comparing(Mapping::prefix))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Mapping> in(Path sources) {
        try (Stream<Path> files = Files.walk(sources)) {
            return files
                    .filter(file -> file.toString().endsWith("Config.java"))
                    .map(file -> new Mapping(type(sources.relativize(file)), read(file)))
                    .filter(mapping -> mapping.type().isAnnotationPresent(ConfigMapping.class))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> type(Path file) {
        String name = file.toString().replaceFirst("\\.java$", "").replaceAll("[/\\\\]", ".");
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(name + " is on the class path of standalone, as every service is", e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In the order of the source. */
    List<Setting> settings() {
        return settings(type, prefix()).toList();
    }

    private String prefix() {
        return type.getAnnotation(ConfigMapping.class).prefix();
    }

    private Stream<Setting> settings(Class<?> group, String prefix) {
        String body = body(group);
        return Stream.of(group.getMethods())
                .sorted(Comparator.comparingInt(method -> body.indexOf(' ' + method.getName() + "()")))
                .flatMap(method -> {
                    String key = prefix + '.' + kebab(method.getName());
                    return method.getReturnType().getEnclosingClass() == type
                            ? settings(method.getReturnType(), key)
                            : Stream.of(setting(method, key, body));
                });
    }

    private static Setting setting(Method method, String key, String body) {
        return new Setting(
                key,
                method.getGenericReturnType().getTypeName(),
                Optional.ofNullable(method.getAnnotation(WithDefault.class)).map(WithDefault::value),
                comment(method, body));
    }

    /** The part of the source between the interface's name and the next interface. */
    private String body(Class<?> group) {
        Matcher matcher = Pattern.compile(
                        "interface " + group.getSimpleName() + " \\{(.*?)(?=\\binterface \\w+ \\{|\\z)", Pattern.DOTALL)
                .matcher(source);
        if (!matcher.find()) {
            throw new AssertionError("the source of " + group + " was not found");
        }
        return matcher.group(1);
    }

    private static String comment(Method method, String body) {
        Matcher matcher = Pattern.compile(
                        "/\\*\\*((?:(?!\\*/).)*)\\*/\\s+(?:@\\w+\\(\"[^\"]*\"\\)\\s+)?[\\w<>]+ " + method.getName()
                                + "\\(\\);",
                        Pattern.DOTALL)
                .matcher(body);
        if (!matcher.find()) {
            throw new AssertionError(method + " has no comment that says what it is");
        }
        return matcher.group(1)
                .replaceAll("\\n\\s*\\*", " ")
                .replaceAll("\\{@code ([^}]*)}", "`$1`")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
