package dev.narrowgauge.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.api.recipe.EngineExplainer;
import dev.narrowgauge.api.recipe.Explainer;
import dev.narrowgauge.api.upload.InspectionLanes;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.MachineLock;
import dev.narrowgauge.proto.engine.Explained;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;

/** With the engine of this build, which need not be installed. */
@Singleton
final class TestingExplainer implements Explainer {
    private final InspectionLanes lanes;
    private final ObjectMapper json;

    TestingExplainer(InspectionLanes lanes, ObjectMapper json) {
        this.lanes = lanes;
        this.json = json;
    }

    @Override
    public Explained explain(Path model, Recipe recipe, Optional<Path> calibration) {
        Engine engine = new Engine(
                TestingInspector.engineHome().orElseThrow().program(),
                Path.of(System.getProperty("java.io.tmpdir")),
                MachineLock.ofThisMachine());
        return new EngineExplainer(engine, lanes, json).explain(model, recipe, calibration);
    }
}
