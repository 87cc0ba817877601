package dev.narrowgauge.api.recipe;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.api.upload.InspectionLanes;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.client.CancelToken;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineCall;
import dev.narrowgauge.engine.client.ProgressListener;
import dev.narrowgauge.proto.engine.Explain;
import dev.narrowgauge.proto.engine.Explained;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Explains in an engine child, which takes its turn among the inspections of uploads. */
public final class EngineExplainer implements Explainer {
    private final Engine engine;
    private final InspectionLanes lanes;
    private final ObjectMapper json;

    public EngineExplainer(Engine engine, InspectionLanes lanes, ObjectMapper json) {
        this.engine = requireNonNull(engine, "engine is null");
        this.lanes = requireNonNull(lanes, "lanes is null");
        this.json = requireNonNull(json, "json is null");
    }

    @Override
    public Explained explain(Path model, Recipe recipe, Optional<Path> calibration) {
        Explain.Builder task = Explain.newBuilder().setModelPath(model.toString());
        calibration.ifPresent(samples -> task.setCalibrationPath(samples.toString()));
        try {
            task.setRecipeJson(json.writeValueAsString(recipe.toMap()));
            return lanes.run(
                    Files.size(model),
                    limits -> engine.explain(
                                    task.build(), new EngineCall(limits, ProgressListener.none(), new CancelToken()))
                            .value());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
