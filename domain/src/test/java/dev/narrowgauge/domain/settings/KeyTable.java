package dev.narrowgauge.domain.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table of a document's keys, which a page of the documentation has between two marks. */
public final class KeyTable {
    private static final Path ROOT = Path.of(System.getProperty("narrowgauge.root", ".."));
    private static final Pattern TABLE = Pattern.compile("(?<=<!-- keys -->\\n).*?(?=<!-- end -->)", Pattern.DOTALL);

    private KeyTable() {}

    /** Holds the page's table against the keys, or writes it anew where that is asked for. */
    public static void check(String page, Group keys) throws IOException {
        Path file = ROOT.resolve(page);
        String committed = Files.readString(file, UTF_8);
        Matcher table = TABLE.matcher(committed);
        assertThat(table.find()).as("%s has a table of keys", page).isTrue();
        String current = committed.substring(0, table.start()) + of(keys) + committed.substring(table.end());
        if (Boolean.getBoolean("narrowgauge.keys.write")) {
            Files.writeString(file, current, UTF_8);
            return;
        }
        assertThat(committed).as("""
                        %s is not what the keys say. If the change is meant, write it anew and commit it:
                        ./mvnw -pl domain -am test -Dtest='Test*Keys' -Dsurefire.failIfNoSpecifiedTests=false \
                        -Dnarrowgauge.keys.write=true""", page).isEqualTo(current);
    }

    private static String of(Group keys) {
        StringBuilder table = new StringBuilder("""
                | key | values | when absent | what it is |
                |---|---|---|---|
                """);
        addRows("", keys, table);
        return table.toString();
    }

    private static void addRows(String prefix, Group group, StringBuilder table) {
        for (Key<?> key : group.keys()) {
            String path = prefix + key.name();
            table.append(
                    "| `%s` | %s | %s | %s |\n".formatted(path, key.content().words(), absent(key), key.description()));
            switch (key.content()) {
                case Group inner -> addRows(path + '.', inner, table);
                case Items<?> items -> {
                    if (items.element() instanceof Group inner) {
                        addRows(path + "[].", inner, table);
                    }
                }
                case Values<?> _ -> {}
            }
        }
    }

    private static String absent(Key<?> key) {
        if (key.isRequired()) {
            return "required";
        }
        return key.fallback().isPresent() ? '`' + key.absent() + '`' : key.absent();
    }
}
