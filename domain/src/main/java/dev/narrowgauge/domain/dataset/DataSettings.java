package dev.narrowgauge.domain.dataset;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a folder of files, or a CSV that lists some, becomes samples. Whatever it leaves out follows from the model, or is
 * asked for where it does not.
 *
 * @param input the model's input that is fed; empty where it has only one
 * @param labels a CSV with the labels, beside or below the files
 * @param classes names of the classes in the order of their numbers; empty takes the sorted names of the folders
 * @param state of samples of any kind
 * @param answers of models of any kind
 */
public record DataSettings(
        Optional<String> input,
        Optional<String> labels,
        List<String> classes,
        ImageSettings image,
        AudioSettings audio,
        StateSettings state,
        AnswerSettings answers) {

    /** What the file beside the samples is called. */
    public static final String FILE_NAME = "narrowgauge-data.yaml";

    public static final DataSettings NONE = fromMap(Map.of());

    public DataSettings {
        requireNonNull(input, "input is null");
        requireNonNull(labels, "labels is null");
        classes = List.copyOf(classes);
        requireNonNull(image, "image is null");
        requireNonNull(audio, "audio is null");
        requireNonNull(state, "state is null");
        requireNonNull(answers, "answers is null");
    }

    /** Reads settings from nested maps, as a JSON or YAML parser makes them. Fails with a DATA_SETTINGS_* code. */
    public static DataSettings fromMap(Map<String, ?> map) {
        return DataSettingsReader.read(map);
    }
}
