package dev.narrowgauge.api.run;

import dev.narrowgauge.db.DatasetStore;
import dev.narrowgauge.db.ModelStore;
import dev.narrowgauge.domain.dataset.Dataset;
import dev.narrowgauge.domain.dataset.InputFit;
import dev.narrowgauge.domain.decision.Labels;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.model.Model;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.recipe.Target;
import dev.narrowgauge.domain.run.RunRequest;
import dev.narrowgauge.domain.variant.Precision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Everything that can be known to be wrong with a run before anything is written. */
public final class RunChecks {
    private static final int MAX_RECIPES = 32;
    private static final int MAX_NAME = 200;

    private final ModelStore models;
    private final DatasetStore datasets;

    public RunChecks(ModelStore models, DatasetStore datasets) {
        this.models = models;
        this.datasets = datasets;
    }

    /** The request as it was meant, its device classes still as given. */
    RunRequest check(RunSubmission submission) {
        Model model = models.find(required("modelId", submission.modelId()))
                .orElseThrow(() -> absent("model", submission.modelId()));
        Dataset calibration = dataset("calibrationDatasetId", submission.calibrationDatasetId());
        Dataset evaluation = dataset("evaluationDatasetId", submission.evaluationDatasetId());
        List<String> deviceClasses = submission.deviceClasses() == null ? List.of() : submission.deviceClasses();
        List<Recipe> recipes = recipes(submission.recipes(), Target.ofDeviceClasses(deviceClasses));
        Policy policy = policy(submission.policy(), recipes);
        checkFit(model, calibration, evaluation, policy);
        return new RunRequest(
                name(submission, model), model.id(), calibration.id(), evaluation.id(), recipes, deviceClasses, policy);
    }

    private void checkFit(Model model, Dataset calibration, Dataset evaluation, Policy policy) {
        InputFit calibrationFit = new InputFit(calibration.name(), calibration.description(), model.description());
        InputFit evaluationFit = new InputFit(evaluation.name(), evaluation.description(), model.description());
        calibrationFit.requireInputs();
        evaluationFit.requireInputs();
        calibrationFit.requireLabelsInRange();
        evaluationFit.requireLabelsInRange();
        if (policy.limits().labels() == Labels.REQUIRED) {
            evaluationFit.requireLabels();
        }
        long shared = datasets.sharedSamples(calibration.id(), evaluation.id());
        if (shared > 0) {
            throw new NarrowgaugeException(
                    ErrorCode.DATASETS_OVERLAP,
                    "%d samples of the calibration dataset '%s' are in the evaluation dataset '%s', too, which makes the "
                                    .formatted(shared, calibration.name(), evaluation.name())
                            + "accuracy look better than it is; take each sample for one of the two.");
        }
    }

    private Dataset dataset(String field, String id) {
        return datasets.find(required(field, id)).orElseThrow(() -> absent("dataset", id));
    }

    /**
     * The same request, to be measured on those device classes: a recipe without a target is made for them. Apart from the
     * check, as which nodes are live must not make another request of the same submission.
     */
    RunRequest onDevices(RunRequest checked, RunSubmission submission, List<String> deviceClasses) {
        List<Recipe> recipes = recipes(submission.recipes(), Target.ofDeviceClasses(deviceClasses));
        return checked.withDeviceClasses(deviceClasses).withRecipes(recipes);
    }

    private static List<Recipe> recipes(List<Map<String, Object>> maps, Target target) {
        if (maps == null || maps.isEmpty() || maps.size() > MAX_RECIPES) {
            throw invalid("The request's field 'recipes' must have 1 to %d recipes.".formatted(MAX_RECIPES));
        }
        List<Recipe> recipes = new ArrayList<>();
        for (Map<String, Object> map : maps) {
            if (map == null) {
                throw invalid("The request's field 'recipes' has a null in place of a recipe.");
            }
            Recipe recipe = Recipe.fromMap(map, target);
            for (Recipe other : recipes) {
                requireDifferent(recipe, other);
            }
            recipes.add(recipe);
        }
        return recipes;
    }

    /** A gate that is not given takes what the recipes make; one that is given and waits for more would never open. */
    private static Policy policy(Map<String, Object> given, List<Recipe> recipes) {
        Policy policy = given == null ? Policy.standard() : Policy.fromMap(given);
        Set<Precision> made = recipes.stream()
                .map(recipe -> Precision.valueOf(recipe.precision().name()))
                .collect(Collectors.toUnmodifiableSet());
        Optional<Precision> unmet =
                policy.gate().stream().filter(gated -> !made.contains(gated)).min(Comparator.naturalOrder());
        if (unmet.isEmpty()) {
            return policy;
        }
        if (given == null || !given.containsKey("gate")) {
            return new Policy(policy.version(), made, policy.rules());
        }
        throw invalid(
                "The policy's gate names %s, but no recipe makes it; add such a recipe, or take it out of the gate."
                        .formatted(unmet.get().label()));
    }

    private static void requireDifferent(Recipe recipe, Recipe other) {
        if (recipe.name().equals(other.name())) {
            throw new NarrowgaugeException(
                    ErrorCode.RECIPE_INVALID_VALUE,
                    "Two recipes have the name '%s'; give each another 'name', by which the results tell them apart."
                            .formatted(recipe.name()));
        }
        Map<String, Object> settings = recipe.toMap();
        settings.put("name", other.name());
        if (settings.equals(other.toMap())) {
            throw new NarrowgaugeException(
                    ErrorCode.RECIPE_INVALID_VALUE,
                    "The recipes '%s' and '%s' have the same settings; leave one of them out."
                            .formatted(other.name(), recipe.name()));
        }
    }

    private static String name(RunSubmission submission, Model model) {
        if (submission.name() == null) {
            return model.name();
        }
        if (submission.name().isBlank() || submission.name().length() > MAX_NAME) {
            throw invalid(
                    "The request's field 'name' must have 1 to %d characters and not be blank.".formatted(MAX_NAME));
        }
        return submission.name();
    }

    private static String required(String field, String value) {
        if (value == null) {
            throw invalid("The request has no field '%s', which it must.".formatted(field));
        }
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
