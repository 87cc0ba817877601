package dev.narrowgauge.domain.settings;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.error.Faults;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One level of a document that a JSON or YAML parser made maps of, read as its {@link Group} of keys says. A key that is
 * absent or null has no value of its own, and neither has one with a fault. All faults of a document are collected, and
 * {@link #raise} tells them: keys that nobody knows, unless the document is stored, and values of the wrong kind.
 */
public final class Section {
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})([smhd])");

    /** By the letter that stands for it, the longest first. */
    private static final Map<String, Duration> UNITS = units();

    private final Group group;
    private final Place place;
    private final Reading reading;
    private final Map<String, Object> values;
    private final Set<String> faulty;

    private Section(Group group, Place place, Reading reading, Map<String, Object> values, Set<String> faulty) {
        this.group = group;
        this.place = place;
        this.reading = reading;
        this.values = values;
        this.faulty = faulty;
    }

    /**
     * A document that a client hands in. Where it says that it is of a version that this program does not know, it fails at
     * once: its other keys may be right there.
     */
    public static Section document(DocumentKind kind, Group group, Map<?, ?> map) {
        requireKnownVersion(kind, group, requireNonNull(map, "map is null"));
        return of(group, map, Place.DOCUMENT, new Reading(kind, true, new Faults()));
    }

    /** A document that was stored, by whichever version of this program; keys that this one does not know say nothing. */
    public static Section stored(DocumentKind kind, Group group, Map<?, ?> map) {
        return of(group, requireNonNull(map, "map is null"), Place.DOCUMENT, new Reading(kind, false, new Faults()));
    }

    static Section of(Group group, Map<?, ?> map, Place place, Reading reading) {
        Section section = new Section(group, place, reading, new HashMap<>(), new HashSet<>());
        if (reading.strict()) {
            section.checkKeys(map);
        }
        group.keys().forEach(key -> section.read(key, map));
        return section;
    }

    private static void requireKnownVersion(DocumentKind kind, Group group, Map<?, ?> map) {
        Reading reading = new Reading(kind, true, new Faults());
        group.keys().stream()
                .filter(key -> key.name().equals(Stored.VERSION) && map.get(Stored.VERSION) != null)
                .forEach(key -> key.content().read(map.get(key.name()), Place.DOCUMENT.key(key.name()), reading));
        reading.faults().raise();
    }

    /** A misspelt key leaves open what it was to say, so that no rule is held against the fallback of the right one. */
    private void checkKeys(Map<?, ?> map) {
        List<String> known = group.names();
        map.keySet().stream()
                .filter(key -> !(key instanceof String name) || !known.contains(name))
                .forEach(key -> reading.unknown(place, key, known, meant -> {
                    if (map.get(meant) == null) {
                        faulty.add(meant);
                    }
                }));
    }

    private void read(Key<?> key, Map<?, ?> map) {
        String name = key.name();
        Object written = map.get(name);
        if (written != null) {
            key.content()
                    .read(written, place.key(name), reading)
                    .ifPresentOrElse(value -> values.put(name, value), () -> faulty.add(name));
            return;
        }
        if (key.isRequired() || isAskedFor(name, map)) {
            reading.missing(place.key(name));
            faulty.add(name);
        }
    }

    private boolean isAskedFor(String name, Map<?, ?> map) {
        return group.together().contains(name) && group.together().stream().anyMatch(other -> map.get(other) != null);
    }

    /** What is written under the key. */
    public <T> Optional<T> get(Key<T> key) {
        if (!group.keys().contains(key)) {
            throw new IllegalArgumentException("'" + key.name() + "' is no key of this section");
        }
        @SuppressWarnings("unchecked") // It was read as the content of the same key.
        T value = (T) values.get(key.name());
        return Optional.ofNullable(value);
    }

    /** What is written under the key, else its fallback. */
    public <T> T value(Key<T> key) {
        return get(key).or(key::fallback)
                .orElseThrow(() -> new IllegalArgumentException("'" + key.name() + "' has no fallback"));
    }

    /** The section under the key; one without any value where there is none. */
    public Section section(Key<Section> key) {
        return get(key).orElseGet(() -> without(key));
    }

    private Section without(Key<Section> key) {
        if (!(key.content() instanceof Group inner)) {
            throw new IllegalArgumentException("'" + key.name() + "' is no section");
        }
        Set<String> unknown = faulty.contains(key.name()) ? Set.copyOf(inner.names()) : Set.of();
        return new Section(inner, place.key(key.name()), reading, Map.of(), new HashSet<>(unknown));
    }

    /** The sections in the list under the key; none where there is no such key. */
    public List<Section> sections(Key<List<Section>> key) {
        return get(key).orElse(List.of());
    }

    /** Whether the keys have no fault, so that what they ask of each other can be checked. */
    public boolean isSound(Key<?>... keys) {
        return Stream.of(keys).noneMatch(key -> faulty.contains(key.name()));
    }

    /** Whether no key of the section itself has a fault. */
    public boolean isSound() {
        return faulty.isEmpty();
    }

    /** Says that a value is of the right kind but not allowed. */
    public void refuse(Key<?> key, Object value, String allowed) {
        faulty.add(key.name());
        reading.invalid(place.key(key.name()), value, allowed);
    }

    /** Says that what is written under the key is not allowed. */
    public void refuse(Key<?> key, String sentence) {
        faulty.add(key.name());
        reading.invalid(place.key(key.name()), () -> sentence);
    }

    /** Says that the key is missing, which others of its section ask for. */
    public void require(Key<?> key) {
        faulty.add(key.name());
        reading.missing(place.key(key.name()));
    }

    /** Fails with all that is wrong with the document, where anything is. */
    public void raise() {
        reading.faults().raise();
    }

    /** The constant's name as documents spell it: {@code PER_CHANNEL} is {@code per-channel}. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The time as documents spell it, in the longest unit that leaves no rest; parts of a second are left out. */
    public static String spelled(Duration time) {
        return UNITS.entrySet().stream()
                .filter(unit -> time.toSeconds() % unit.getValue().toSeconds() == 0)
                .map(unit -> time.toSeconds() / unit.getValue().toSeconds() + unit.getKey())
                .findFirst()
                .orElseThrow();
    }

    /** The time that is spelled so; empty where the text spells none. */
    static Optional<Duration> time(String text) {
        Matcher matcher = TIME.matcher(text);
        return matcher.matches()
                ? Optional.of(UNITS.get(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1))))
                : Optional.empty();
    }

    private static Map<String, Duration> units() {
        Map<String, Duration> units = new LinkedHashMap<>();
        units.put("d", Duration.ofDays(1));
        units.put("h", Duration.ofHours(1));
        units.put("m", Duration.ofMinutes(1));
        units.put("s", Duration.ofSeconds(1));
        return units;
    }
}
