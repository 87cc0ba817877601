package dev.narrowgauge.api.run;

import dev.narrowgauge.api.error.PlainText;
import dev.narrowgauge.api.recipe.Recipes;
import dev.narrowgauge.domain.dataset.Dataset;
import dev.narrowgauge.domain.dataset.InputFit;
import dev.narrowgauge.domain.decision.Labels;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.Faults;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.model.Model;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.recipe.Target;
import dev.narrowgauge.domain.run.Priority;
import dev.narrowgauge.domain.run.RunRequest;
import dev.narrowgauge.domain.variant.Precision;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Everything that can be known to be wrong with a run before anything is written. */
@Singleton
final class RunChecks {
    static final int MAX_DEVICE_CLASSES = 64;
    static final int MAX_NAME = 200;
    static final int MAX_TAGS = 20;
    private static final int MAX_TAG = 100;
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,64}");

    private final RunInputs inputs;
    private final Recipes applicable;

    RunChecks(RunInputs inputs, Recipes applicable) {
        this.inputs = inputs;
        this.applicable = applicable;
    }

    /** The request as it was meant, its device classes still as given; empty where it has faults, which are added. */
    Optional<RunRequest> check(RunSubmission submission, Faults faults) {
        Optional<Model> model = faults.of("/modelId", () -> model(submission.modelId()));
        Optional<Dataset> calibration = dataset("calibrationDatasetId", submission.calibrationDatasetId(), faults);
        Optional<Dataset> evaluation = dataset("evaluationDatasetId", submission.evaluationDatasetId(), faults);
        List<String> deviceClasses =
                faults.of("/deviceClasses", () -> deviceClasses(submission)).orElse(List.of());
        Optional<List<Recipe>> recipes =
                SubmittedRecipes.read(submission.recipes(), Target.ofDeviceClasses(deviceClasses), faults);
        Optional<Policy> policy = faults.of("/policy", () -> policy(submission.policy(), recipes));
        Optional<String> name = faults.of("/name", () -> name(submission, model));
        Optional<List<String>> tags = faults.of("/tags", () -> tags(submission.tags()));
        faults.check("/commit", () -> Optional.ofNullable(submission.commit()).ifPresent(RunChecks::commit));
        faults.check("/priority", () -> priority(submission));
        if (model.isPresent() && calibration.isPresent() && evaluation.isPresent()) {
            checkFit(model.get(), calibration.get(), evaluation.get(), policy, faults);
        }
        if (!faults.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new RunRequest(
                name.orElseThrow(),
                model.orElseThrow().id(),
                calibration.orElseThrow().id(),
                evaluation.orElseThrow().id(),
                recipes.orElseThrow().stream().map(Recipe::toStored).toList(),
                deviceClasses,
                policy.orElseThrow().toStored(),
                tags.orElseThrow(),
                Optional.ofNullable(submission.commit()),
                Boolean.TRUE.equals(submission.fresh())));
    }

    private Model model(String id) {
        return inputs.model(required("modelId", id)).orElseThrow(() -> absent("model", id));
    }

    private static List<String> deviceClasses(RunSubmission submission) {
        List<String> classes = submission.deviceClasses() == null ? List.of() : submission.deviceClasses();
        if (classes.size() > MAX_DEVICE_CLASSES) {
            throw invalid(
                    "Field 'deviceClasses' must have at most %d classes; leave it out to take the best of each live node."
                            .formatted(MAX_DEVICE_CLASSES));
        }
        PlainText.requireEach("deviceClasses", classes, MAX_NAME);
        return classes;
    }

    private void checkFit(
            Model model, Dataset calibration, Dataset evaluation, Optional<Policy> policy, Faults faults) {
        InputFit calibrationFit = new InputFit(calibration.name(), calibration.description(), model.description());
        InputFit evaluationFit = new InputFit(evaluation.name(), evaluation.description(), model.description());
        faults.check(calibrationFit::requireInputs);
        faults.check(evaluationFit::requireInputs);
        faults.check(calibrationFit::requireLabelsInRange);
        faults.check(evaluationFit::requireLabelsInRange);
        if (policy.isPresent() && policy.get().limits().labels() == Labels.REQUIRED) {
            faults.check(evaluationFit::requireLabels);
        }
        faults.check(() -> requireApart(calibration, evaluation));
    }

    private void requireApart(Dataset calibration, Dataset evaluation) {
        long shared = inputs.sharedSamples(calibration, evaluation);
        if (shared > 0) {
            throw new NarrowgaugeException(
                    ErrorCode.DATASETS_OVERLAP,
                    "%d samples of the calibration dataset '%s' are also in the evaluation dataset '%s', which makes the "
                                    .formatted(shared, calibration.name(), evaluation.name())
                            + "accuracy look better than it is; use each sample in only one of the two.");
        }
    }

    private Optional<Dataset> dataset(String field, String id, Faults faults) {
        return faults.of(
                '/' + field, () -> inputs.dataset(required(field, id)).orElseThrow(() -> absent("dataset", id)));
    }

    /**
     * The same request, to be measured on those device classes: a recipe without a target is made for them, and what it says
     * of single nodes is held against the model; its faults are added. Apart from the check, as which nodes are live must not
     * make another request of the same submission.
     */
    RunRequest onDevices(RunRequest checked, RunSubmission submission, List<String> deviceClasses, Faults faults) {
        Optional<List<Recipe>> recipes =
                SubmittedRecipes.read(submission.recipes(), Target.ofDeviceClasses(deviceClasses), faults);
        Model model = model(checked.modelId());
        Optional<Dataset> calibration = inputs.dataset(checked.calibrationDatasetId());
        List<Recipe> read = recipes.orElse(List.of());
        for (int i = 0; i < read.size(); i++) {
            applicable.checkApplicable("/recipes/" + i, read.get(i), model, calibration, faults);
        }
        return checked.withDeviceClasses(deviceClasses).withRecipes(read);
    }

    /**
     * Adds what recipes of a submission that has other faults name in vain, where the model is known and calibration data
     * that fit it: without them it would be prepared otherwise.
     */
    void checkNames(RunSubmission submission, Faults faults) {
        Optional<Model> model = stored(submission.modelId()).flatMap(inputs::model);
        Optional<Dataset> calibration = stored(submission.calibrationDatasetId())
                .flatMap(inputs::dataset)
                .filter(dataset -> model.isPresent() && fits(dataset, model.get()));
        if (calibration.isEmpty() || submission.recipes() == null) {
            return;
        }
        for (int i = 0; i < Math.min(submission.recipes().size(), SubmittedRecipes.MAX_RECIPES); i++) {
            String pointer = "/recipes/" + i;
            SubmittedRecipes.read(submission.recipes(), i)
                    .ifPresent(recipe -> applicable.checkApplicable(pointer, recipe, model.get(), calibration, faults));
        }
    }

    private static boolean fits(Dataset dataset, Model model) {
        Faults faults = new Faults();
        faults.check(new InputFit(dataset.name(), dataset.description(), model.description())::requireInputs);
        return faults.isEmpty();
    }

    private static Optional<String> stored(String id) {
        return Optional.ofNullable(id).filter(PlainText::isStorable);
    }

    /** Whether {@link #onDevices} waits for an engine child. */
    static boolean takeLong(RunRequest checked) {
        return checked.recipes().stream().anyMatch(recipe -> recipe.value().namesParts());
    }

    /** A gate that is not given takes what the recipes make; one that is given and waits for more would never open. */
    private static Policy policy(Map<String, Object> given, Optional<List<Recipe>> recipes) {
        PlainText.requireStorable("policy", given);
        Policy policy = given == null ? Policy.standard() : Policy.fromMap(given);
        if (recipes.isEmpty()) {
            return policy;
        }
        Set<Precision> made = recipes.get().stream()
                .map(recipe -> Precision.valueOf(recipe.precision().name()))
                .collect(Collectors.toUnmodifiableSet());
        Optional<Precision> unmet =
                policy.gate().stream().filter(gated -> !made.contains(gated)).min(Comparator.naturalOrder());
        if (unmet.isEmpty()) {
            return policy;
        }
        if (given == null || !given.containsKey("gate")) {
            return policy.withGate(made);
        }
        throw invalid(
                "The policy's gate names %s, but no recipe produces it; add such a recipe, or remove it from the gate."
                        .formatted(unmet.get().label()));
    }

    private static String name(RunSubmission submission, Optional<Model> model) {
        if (submission.name() == null) {
            return model.map(Model::name).orElse("");
        }
        return PlainText.require("Field 'name'", submission.name(), MAX_NAME);
    }

    private static List<String> tags(List<String> tags) {
        if (tags == null) {
            return List.of();
        }
        if (tags.size() > MAX_TAGS || tags.stream().distinct().count() < tags.size()) {
            throw invalid("Field 'tags' must have at most %d tags, each of them once.".formatted(MAX_TAGS));
        }
        PlainText.requireEach("tags", tags, MAX_TAG);
        return tags;
    }

    /** The commit, or the first digits of one, if it can be one. */
    static String commit(String commit) {
        if (!COMMIT.matcher(commit).matches()) {
            throw invalid("Field 'commit' is '%s'; it must have 7 to 64 of the digits 0-9 and a-f, as git writes it."
                    .formatted(commit));
        }
        return commit;
    }

    /** Normal where nothing is said. */
    static Priority priority(RunSubmission submission) {
        String word = submission.priority();
        if (word == null) {
            return Priority.NORMAL;
        }
        PlainText.requireStorable("priority", word);
        return Priority.ofWord(word)
                .orElseThrow(
                        () -> invalid("Field 'priority' is '%s'; it must be low, normal or high.".formatted(word)));
    }

    private static String required(String field, String value) {
        if (value == null) {
            throw invalid("Field '%s' is required.".formatted(field));
        }
        PlainText.requireStorable(field, value);
        return value;
    }

    private static NarrowgaugeException absent(String noun, String id) {
        return new NarrowgaugeException(
                ErrorCode.NOT_FOUND, "There is no %s '%s'; upload it first.".formatted(noun, id));
    }

    private static NarrowgaugeException invalid(String sentence) {
        return new NarrowgaugeException(ErrorCode.REQUEST_INVALID, sentence);
    }
}
