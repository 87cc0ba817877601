package dev.narrowgauge.domain.recipe;

import static java.util.stream.Collectors.joining;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads recipes from nested maps; every complaint names the key, what stands there and what may stand there. */
final class RecipeReader {
    private static final Section ROOT = new Section(
            "",
            List.of("name", "precision", "activations", "weights", "calibration", "include", "exclude", "keepIoTypes"));

    private RecipeReader() {}

    static Recipe read(Map<String, ?> map) {
        Recipe defaults = Recipe.INT8_STATIC;
        ROOT.checkKeys(map);
        Precision precision = ROOT.choice(map, "precision", defaults.precision(), Precision.values());
        String defaultName = precision == Precision.INT8 ? defaults.name() : Recipe.FP16_CONVERSION.name();
        return new Recipe(
                ROOT.text(map, "name", defaultName),
                precision,
                activations(ROOT.section(map, "activations")),
                weights(ROOT.section(map, "weights")),
                calibration(ROOT.section(map, "calibration")),
                selection("include", ROOT.section(map, "include")),
                selection("exclude", ROOT.section(map, "exclude")),
                ROOT.flag(map, "keepIoTypes", defaults.keepIoTypes()));
    }

    private static ActivationSettings activations(Map<?, ?> map) {
        Section section = new Section("activations.", List.of("type", "symmetric"));
        section.checkKeys(map);
        ActivationSettings defaults = ActivationSettings.DEFAULT;
        return new ActivationSettings(
                section.choice(map, "type", defaults.type(), IntegerType.values()),
                section.flag(map, "symmetric", defaults.symmetric()));
    }

    private static WeightSettings weights(Map<?, ?> map) {
        Section section = new Section("weights.", List.of("type", "granularity"));
        section.checkKeys(map);
        WeightSettings defaults = WeightSettings.DEFAULT;
        return new WeightSettings(
                section.choice(map, "type", defaults.type(), IntegerType.values()),
                section.choice(map, "granularity", defaults.granularity(), Granularity.values()));
    }

    private static CalibrationMethod calibration(Map<?, ?> map) {
        Section section = new Section("calibration.", List.of("method"));
        section.checkKeys(map);
        return section.choice(map, "method", CalibrationMethod.MINMAX, CalibrationMethod.values());
    }

    private static NodeSelection selection(String key, Map<?, ?> map) {
        Section section = new Section(key + ".", List.of("opTypes", "nodes"));
        section.checkKeys(map);
        return new NodeSelection(section.texts(map, "opTypes"), section.texts(map, "nodes"));
    }

    /** One level of the recipe: where it stands and which keys it knows. */
    private record Section(String path, List<String> keys) {

        void checkKeys(Map<?, ?> map) {
            for (Object key : map.keySet()) {
                if (!(key instanceof String name) || !keys.contains(name)) {
                    throw new NarrowgaugeException(
                            ErrorCode.RECIPE_UNKNOWN_KEY,
                            "The recipe has an unknown key '" + path + key + "'; did you mean '" + path
                                    + nearest(String.valueOf(key)) + "'? Known keys here: "
                                    + keys.stream().map(known -> path + known).collect(joining(", ")) + ".");
                }
            }
        }

        private String nearest(String wrong) {
            return keys.stream()
                    .min(Comparator.comparingInt(known -> EditDistance.between(known, wrong)))
                    .orElseThrow();
        }

        Map<?, ?> section(Map<?, ?> map, String key) {
            Object value = map.get(key);
            if (value == null) {
                return Map.of();
            }
            if (value instanceof Map<?, ?> section) {
                return section;
            }
            throw invalid(key, value, "a section with keys of its own");
        }

        String text(Map<?, ?> map, String key, String absent) {
            Object value = map.get(key);
            if (value == null) {
                return absent;
            }
            if (value instanceof String text) {
                return text;
            }
            throw invalid(key, value, "a text");
        }

        boolean flag(Map<?, ?> map, String key, boolean absent) {
            Object value = map.get(key);
            if (value == null) {
                return absent;
            }
            if (value instanceof Boolean flag) {
                return flag;
            }
            throw invalid(key, value, "true or false");
        }

        List<String> texts(Map<?, ?> map, String key) {
            Object value = map.get(key);
            if (value == null) {
                return List.of();
            }
            if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
                return list.stream().map(String.class::cast).toList();
            }
            throw invalid(key, value, "a list of texts");
        }

        <E extends Enum<E>> E choice(Map<?, ?> map, String key, E absent, E[] choices) {
            Object value = map.get(key);
            if (value == null) {
                return absent;
            }
            return Stream.of(choices)
                    .filter(choice -> RecipeWriter.word(choice).equals(value))
                    .findFirst()
                    .orElseThrow(() -> invalid(
                            key,
                            value,
                            Stream.of(choices).map(RecipeWriter::word).collect(joining(" or "))));
        }

        private NarrowgaugeException invalid(String key, Object value, String allowed) {
            return new NarrowgaugeException(
                    ErrorCode.RECIPE_INVALID_VALUE,
                    "The recipe's '" + path + key + "' is '" + value + "'; it must be " + allowed + ".");
        }
    }
}
