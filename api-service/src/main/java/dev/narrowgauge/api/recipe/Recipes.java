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
    /** Of the recipe in a question about it. */
    private static final String PLACE = "/recipe";

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
        return checked(request, false).recipe;
    }

    Explanation explain(RecipeRequest request) {
        Checked checked = checked(request, true);
        Faults faults = new Faults();
        Optional<Explained> explained = Optional.empty();
        try {
            explained = Optional.of(explained(checked.recipe, checked.model.orElseThrow(), checked.calibration));
        } catch (NarrowgaugeException failure) {
            add(PLACE, failure, faults);
        }
        faults.raise();
        return Explanation.of(ResolvedSetting.of(checked.recipe, request.recipe()), explained.orElseThrow());
    }

    /**
     * Adds what quantizing the model would fail with for what the recipe says of single nodes and tensors, such as a pattern
     * that matches none. Where the machine cannot look now, that is left to the job.
     *
     * @param pointer a JSON pointer to the recipe in what was handed in
     */
    public void checkApplicable(
            String pointer, Recipe recipe, Model model, Optional<Dataset> calibration, Faults faults) {
        if (!recipe.namesParts()) {
            return;
        }
        try {
            var _ = explained(recipe, model, calibration);
        } catch (NarrowgaugeException failure) {
            if (failure.code().kind() == ErrorKind.USER) {
                add(pointer, failure, faults);
            }
        }
    }

    private Explained explained(Recipe recipe, Model model, Optional<Dataset> calibration) {
        try (BlobFiles files = new BlobFiles(blobs)) {
            return explainer.explain(
                    files.path(model.id()), recipe, calibration.map(Dataset::id).map(files::path));
        }
    }

    /** The places that an engine tells are in the recipe; what may be wrong with the model or the dataset stands elsewhere. */
    private static void add(String recipe, NarrowgaugeException failure, Faults faults) {
        if (!failure.code().isOfRecipe()) {
            faults.add(failure);
            return;
        }
        faults.check(recipe, () -> {
            throw failure;
        });
    }

    private record Checked(Recipe recipe, Optional<Model> model, Optional<Dataset> calibration) {}

    private Checked checked(RecipeRequest request, boolean isToExplain) {
        if (request == null) {
            throw invalid("The request has no body; send a JSON object.");
        }
        Faults faults = new Faults();
        Optional<Checked> checked = check(request, isToExplain, faults);
        faults.raise();
        return checked.orElseThrow();
    }

    /** Adds everything that is wrong with a question. */
    public void addFaults(RecipeRequest request, Faults faults) {
        var _ = check(request, false, faults);
    }

    /**
     * Empty where the question has faults, which are added.
     *
     * @param isToExplain needs a model, and finds by itself what the recipe names in vain where all else is right
     */
    private Optional<Checked> check(RecipeRequest request, boolean isToExplain, Faults faults) {
        Faults own = new Faults();
        List<String> asked = request.deviceClasses() == null ? List.of() : request.deviceClasses();
        Target target = Target.ofDeviceClasses(
                own.of("/deviceClasses", () -> known(asked)).orElse(List.of()));
        Optional<Recipe> recipe = own.of(PLACE, () -> recipe(request.recipe(), target));
        Optional<Model> model =
                own.of("/modelId", () -> model(request.modelId(), isToExplain)).flatMap(found -> found);
        Optional<Dataset> calibration = Optional.ofNullable(request.calibrationDatasetId())
                .flatMap(id -> own.of("/calibrationDatasetId", () -> datasets.get(id)));
        // Without its calibration data the model would be prepared otherwise.
        boolean isWhole = request.calibrationDatasetId() == null || calibration.isPresent();
        if (recipe.isPresent() && model.isPresent() && isWhole && (!isToExplain || !own.isEmpty())) {
            checkApplicable(PLACE, recipe.get(), model.get(), calibration, own);
        }
        faults.addAll(own);
        return own.isEmpty() ? recipe.map(sound -> new Checked(sound, model, calibration)) : Optional.empty();
    }

    private Optional<Model> model(String id, boolean isRequired) {
        if (id == null && isRequired) {
            throw invalid("Field 'modelId' is required.");
        }
        return Optional.ofNullable(id).map(models::get);
    }

    private List<String> known(List<String> deviceClasses) {
        PlainText.requireEach("deviceClasses", deviceClasses, 200);
        nodes.requireKnown(deviceClasses);
        return deviceClasses;
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
