package dev.narrowgauge.standalone.configuration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An interface whose methods, and those of the interfaces that it extends, are keys of the configuration.
 *
 * @param sources of all such interfaces, which say what the keys are
 */
record Mapping(Class<?> type, Map<Class<?>, String> sources) {
    private static final Path SOURCES = Path.of("src", "main", "java");

    /** Every mapping of the modules below the folder, by the order of their prefixes. */
    static List<Mapping> all(Path root) {
        Map<Class<?>, String> sources = sources(root);
        return sources.keySet().stream()
                .filter(type -> type.isAnnotationPresent(ConfigMapping.class))
                .map(type -> new Mapping(type, sources))
                .sorted(Comparator.comparing(Mapping::prefix))
                .toList();
    }

    private static Map<Class<?>, String> sources(Path root) {
        Map<Class<?>, String> sources = new HashMap<>();
        try (Stream<Path> modules = Files.list(root)) {
            modules.map(module -> module.resolve(SOURCES))
                    .filter(Files::isDirectory)
                    .forEach(folder -> read(folder, sources));
            return sources;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(Path folder, Map<Class<?>, String> sources) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> file.toString().endsWith("Config.java"))
                    .forEach(file -> sources.put(type(folder.relativize(file)), read(file)));
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

    /** Those of interfaces that it extends first, each in the order of its source. */
    List<Setting> settings() {
        return settings(type, prefix()).toList();
    }

    private String prefix() {
        return type.getAnnotation(ConfigMapping.class).prefix();
    }

    private Stream<Setting> settings(Class<?> group, String prefix) {
        String body = body(group);
        Stream<Setting> inherited = Stream.of(group.getInterfaces()).flatMap(parent -> settings(parent, prefix));
        Stream<Setting> own = Stream.of(group.getDeclaredMethods())
                .sorted(Comparator.comparingInt(method -> body.indexOf(' ' + method.getName() + "()")))
                .flatMap(method -> {
                    String key = key(method, prefix);
                    Class<?> value = value(method);
                    return value.getEnclosingClass() == type
                            ? settings(value, key)
                            : Stream.of(setting(method, key, body));
                });
        return Stream.concat(inherited, own);
    }

    /** Of a map with a name that whoever writes it chooses. */
    private static String key(Method method, String prefix) {
        String key = method.isAnnotationPresent(WithParentName.class) ? prefix : prefix + '.' + kebab(method.getName());
        return method.getReturnType() == Map.class ? key + ".NAME" : key;
    }

    private static Class<?> value(Method method) {
        return method.getGenericReturnType() instanceof ParameterizedType map && map.getRawType() == Map.class
                ? (Class<?>) map.getActualTypeArguments()[1]
                : method.getReturnType();
    }

    private static Setting setting(Method method, String key, String body) {
        return new Setting(
                key,
                method.getReturnType() == Map.class
                        ? value(method).getTypeName()
                        : method.getGenericReturnType().getTypeName(),
                Optional.ofNullable(method.getAnnotation(WithDefault.class)).map(WithDefault::value),
                comment(method, body));
    }

    /** The part of the source between the interface's name and the next interface. */
    private String body(Class<?> group) {
        Class<?> outermost =
                Optional.<Class<?>>ofNullable(group.getEnclosingClass()).orElse(group);
        Matcher matcher = Pattern.compile(
                        "interface " + group.getSimpleName()
                                + "(?: extends \\w+)? \\{(.*?)(?=\\binterface \\w+ \\{|\\z)",
                        Pattern.DOTALL)
                .matcher(sources.get(outermost));
        if (!matcher.find()) {
            throw new AssertionError("the source of " + group + " was not found");
        }
        return matcher.group(1);
    }

    private static String comment(Method method, String body) {
        Matcher matcher = Pattern.compile(
                        "/\\*\\*((?:(?!\\*/).)*)\\*/\\s+(?:@\\w+\\(\"[^\"]*\"\\)\\s+)?[\\w<>, ]+ " + method.getName()
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
