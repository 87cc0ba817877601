package dev.narrowgauge.api.recipe;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.api.dataset.Datasets;
import dev.narrowgauge.api.error.PlainText;
import dev.narrowgauge.api.model.Models;
import dev.narrowgauge.api.node.Nodes;
import dev.narrowgauge.blob.BlobFiles;
import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.domain.dataset.Dataset;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ErrorKind;
import dev.narrowgauge.domain.error.Faults;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.model.Model;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.recipe.ResolvedSetting;
import dev.narrowgauge.domain.recipe.Target;
import dev.narrowgauge.proto.engine.Explained;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be told of recipes before one is run. */
@Singleton
public final class Recipes {
    private final Models models;
    private final Datasets datasets;
    private final Nodes nodes;
    private final BlobStore blobs;
    private final Explainer explainer;

    Recipes(Models models, Datasets datasets, Nodes nodes, BlobStore blobs, Explainer explainer) {
        this.models = requireNonNull(models, "models is null");
        this.datasets = requireNonNull(datasets, "datasets is null");
        this.nodes = requireNonNull(nodes, "nodes is null");
        this.blobs = requireNonNull(blobs, "blobs is null");
        this.explainer = requireNonNull(explainer, "explainer is null");
    }

    /** The recipe with everything spelled out. With a model, fails also on what names nothing of it. */
    Recipe validate(RecipeRequest request) {
        Checked checked = check(request);
        Faults faults = new Faults();
        checked.model.ifPresent(
                model -> checkApplicable("/recipe", checked.recipe, model, checked.calibration, faults));
        faults.raise();
        return checked.recipe;
    }

    Explanation explain(RecipeRequest request) {
        Checked checked = check(request);
        Model model = checked.model.orElseThrow(() -> invalid("Field 'modelId' is required."));
        return Explanation.of(
                ResolvedSetting.of(checked.recipe, request.recipe()),
                explained(model, checked.recipe, checked.calibration));
    }

    /**
     * Adds what quantizing the model would fail with for what the recipe says of single nodes and tensors, such as a pattern
     * that matches none. A recipe that says nothing of them is not looked at; where the machine cannot look now, that is left
     * to the job.
     *
     * @param pointer a JSON pointer to the recipe in what was handed in
     */
    public void checkApplicable(
            String pointer, Recipe recipe, Model model, Optional<Dataset> calibration, Faults faults) {
        if (recipe.overrides().isEmpty()) {
            return;
        }
        try {
            explained(model, recipe, calibration);
        } catch (NarrowgaugeException failure) {
            if (failure.code().kind() == ErrorKind.USER) {
                Runnable rethrow = () -> {
                    throw failure;
                };
                place(pointer, failure.code())
                        .ifPresentOrElse(place -> faults.check(place, rethrow), () -> faults.check(rethrow));
            }
        }
    }

    private Explained explained(Model model, Recipe recipe, Optional<Dataset> calibration) {
        try (BlobFiles files = new BlobFiles(blobs)) {
            return explainer.explain(files.path(model.id()), recipe, calibration.map(Dataset::id).map(files::path));
        }
    }

    /** Empty for what may be wrong with the model or the dataset, which stand elsewhere. */
    private static Optional<String> place(String recipe, ErrorCode code) {
        if (code == ErrorCode.RECIPE_MATCHES_NOTHING) {
            return Optional.of(recipe + "/overrides");
        }
        return code.name().startsWith("RECIPE_") ? Optional.of(recipe) : Optional.empty();
    }

    private record Checked(Recipe recipe, Optional<Model> model, Optional<Dataset> calibration) {}

    private Checked check(RecipeRequest request) {
        if (request == null) {
            throw invalid("The request has no body; send a JSON object.");
        }
        Faults faults = new Faults();
        List<String> deviceClasses =
                faults.of(() -> deviceClasses(request.deviceClasses())).orElse(List.of());
        Optional<Recipe> recipe =
                faults.of("/recipe", () -> recipe(request.recipe(), Target.ofDeviceClasses(deviceClasses)));
        Optional<Model> model = Optional.ofNullable(request.modelId()).flatMap(id -> faults.of(() -> models.get(id)));
        Optional<Dataset> calibration =
                Optional.ofNullable(request.calibrationDatasetId()).flatMap(id -> faults.of(() -> datasets.get(id)));
        faults.raise();
        return new Checked(recipe.orElseThrow(), model, calibration);
    }

    private List<String> deviceClasses(List<String> asked) {
        List<String> classes = asked == null ? List.of() : asked;
        for (int i = 0; i < classes.size(); i++) {
            PlainText.require("Field 'deviceClasses[%d]'".formatted(i), classes.get(i), 200);
        }
        nodes.requireKnown(classes);
        return classes;
    }

    private static Recipe recipe(Map<String, Object> map, Target target) {
        if (map == null) {
            throw invalid("Field 'recipe' is required.");
        }
        PlainText.requireStorable("recipe", map);
        return Recipe.fromMap(map, target);
    }

    private static NarrowgaugeException invalid(String sentence) {
        return new NarrowgaugeException(ErrorCode.REQUEST_INVALID, sentence);
    }
}
