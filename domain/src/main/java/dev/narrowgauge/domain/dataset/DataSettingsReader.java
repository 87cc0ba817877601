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

    private DataSettingsReader() {}

    static DataSettings read(Map<String, ?> map) {
        Section root = Section.document(KIND, DataKeys.ALL, map);
        Section image = root.section(DataKeys.IMAGE);
        image.get(DataKeys.STD)
                .filter(std -> std.contains(0.0))
                .ifPresent(std -> image.refuse(DataKeys.STD, std, "other than 0, because it divides"));
        root.raise();
        return new DataSettings(
                root.get(DataKeys.INPUT),
                root.get(DataKeys.LABELS),
                root.get(DataKeys.CLASSES).orElse(List.of()),
                image(image),
                audio(root.section(DataKeys.AUDIO)),
                state(root.section(DataKeys.STATE)),
                answers(root.section(DataKeys.ANSWERS)));
    }

    private static ImageSettings image(Section section) {
        return new ImageSettings(
                section.get(DataKeys.IMAGE_LAYOUT),
                section.get(DataKeys.IMAGE_CHANNELS),
                whole(section.get(DataKeys.HEIGHT)),
                whole(section.get(DataKeys.WIDTH)),
                section.value(DataKeys.IMAGE_FIT),
                whole(section.get(DataKeys.SHORTER_SIDE)),
                section.value(DataKeys.ANTIALIAS),
                section.value(DataKeys.FILL),
                section.get(DataKeys.IMAGE_SCALE),
                section.get(DataKeys.MEAN).orElse(List.of()),
                section.get(DataKeys.STD).orElse(List.of()));
    }

    private static AudioSettings audio(Section section) {
        return new AudioSettings(
                section.get(DataKeys.AUDIO_LAYOUT),
                whole(section.get(DataKeys.SAMPLE_RATE)),
                section.value(DataKeys.TRACKS),
                whole(section.get(DataKeys.LENGTH)),
                section.value(DataKeys.AUDIO_FIT),
                section.get(DataKeys.AUDIO_SCALE));
    }

    private static StateSettings state(Section section) {
        return new StateSettings(section.get(DataKeys.FEEDBACK), whole(section.get(DataKeys.STEPS)));
    }

    private static AnswerSettings answers(Section section) {
        return new AnswerSettings(
                section.get(DataKeys.BLANK), whole(section.get(DataKeys.SEPARATOR)), section.value(DataKeys.BOXES));
    }

    private static OptionalInt whole(Optional<Integer> count) {
        return count.map(OptionalInt::of).orElse(OptionalInt.empty());
    }
}
