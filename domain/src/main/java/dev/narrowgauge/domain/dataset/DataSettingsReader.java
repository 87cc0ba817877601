package dev.narrowgauge.domain.dataset;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.settings.DocumentKind;
import dev.narrowgauge.domain.settings.Section;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads data settings from nested maps. */
final class DataSettingsReader {
    private static final DocumentKind KIND = new DocumentKind(
            "data settings", ErrorCode.DATA_SETTINGS_UNKNOWN_KEY, ErrorCode.DATA_SETTINGS_INVALID_VALUE);
    private static final double BRIGHTEST = 255;

    private DataSettingsReader() {}

    static DataSettings read(Map<String, ?> map) {
        Section root = Section.root(KIND, map, "input", "labels", "classes", "image", "audio", "state");
        return new DataSettings(
                root.text("input"),
                root.text("labels"),
                root.texts("classes").orElse(List.of()),
                image(root.section(
                        "image",
                        "layout",
                        "channels",
                        "height",
                        "width",
                        "fit",
                        "shorterSide",
                        "antialias",
                        "fill",
                        "scale",
                        "mean",
                        "std")),
                audio(root.section("audio", "layout", "sampleRate", "channels", "length", "fit", "scale")),
                state(root.section("state", "feedback", "steps")));
    }

    private static ImageSettings image(Section section) {
        List<Double> std = section.fractions("std").orElse(List.of());
        if (std.contains(0.0)) {
            throw section.invalid("std", std, "other than 0, because it divides");
        }
        double fill = section.number("fill").orElse(0.0);
        if (!(fill >= 0 && fill <= BRIGHTEST)) {
            throw section.invalid("fill", fill, "a pixel, from 0 to 255");
        }
        return new ImageSettings(
                section.choice("layout", ImageLayout.values(), Enum::name),
                section.choice("channels", ImageSettings.Channels.values()),
                whole(section.count("height")),
                whole(section.count("width")),
                section.choice("fit", ImageSettings.Fit.values()).orElse(ImageSettings.Fit.EXACT),
                whole(section.count("shorterSide")),
                section.flag("antialias").orElse(true),
                fill,
                section.fraction("scale"),
                section.fractions("mean").orElse(List.of()),
                std);
    }

    private static AudioSettings audio(Section section) {
        return new AudioSettings(
                section.choice("layout", AudioSettings.AudioLayout.values(), Enum::name),
                whole(section.count("sampleRate")),
                section.choice("channels", AudioSettings.Tracks.values()).orElse(AudioSettings.Tracks.ALL),
                whole(section.count("length")),
                section.choice("fit", AudioSettings.Fit.values()).orElse(AudioSettings.Fit.EXACT),
                section.fraction("scale"));
    }

    private static StateSettings state(Section section) {
        return new StateSettings(section.entries("feedback"), whole(section.count("steps")));
    }

    private static OptionalInt whole(Optional<Integer> count) {
        return count.map(OptionalInt::of).orElse(OptionalInt.empty());
    }
}
