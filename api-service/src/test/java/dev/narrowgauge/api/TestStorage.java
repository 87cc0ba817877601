package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.api.retention.RetentionSweep;
import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.Project;
import dev.narrowgauge.db.ProjectStore;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.error.ErrorCode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What projects have and for how long they keep it. */
@QuarkusTest
class TestStorage extends ApiTest {
    @Inject
    ProjectStore projects;

    @Inject
    RetentionSweep sweep;

    private Project project;
    private Http there;
    private RunFixture own;

    @BeforeEach
    void makeAProject() {
        project = projects.add("kept-" + System.nanoTime()).orElseThrow();
        there = http.about(project.name());
        own = new RunFixture(there, database, blobConfig.dir());
        own.registerNode();
    }

    @Test
    void whatIsOldGoesByItself() {
        String old = cancelled();
        String young = cancelled();
        String model =
                there.get("/v1/runs/" + old).with(200).json().path("modelId").asText();
        String set = "{\"runDays\": 30, \"uploadDays\": 60}";
        http.post("/v1/retention/" + project.name(), set).with(200);
        age("UPDATE run SET ended_at = ended_at - interval '31 days' WHERE id = '%s'".formatted(old));
        age("UPDATE model SET wanted_at = wanted_at - interval '61 days' WHERE project_id = '%s'"
                .formatted(project.id()));

        sweep.steps().forEach(Runnable::run);
        assertThat(there.get("/v1/deleted-runs/" + old)
                        .with(200)
                        .json()
                        .path("byAge")
                        .asBoolean())
                .isTrue();
        there.get("/v1/runs/" + young).with(200);
        there.get("/v1/models/" + model).problem(ErrorCode.NOT_FOUND);
        assertThat(there.get("/v1/models").items()).as("what a run is about").hasSize(1);
        assertThat(there.get("/v1/datasets").items()).as("young enough").hasSize(4);
    }

    @Test
    void nothingGoesByItselfUnlessThatIsSaid() {
        String old = cancelled();
        age("UPDATE run SET ended_at = ended_at - interval '10 years' WHERE id = '%s'".formatted(old));
        age("UPDATE model SET wanted_at = wanted_at - interval '10 years' WHERE project_id = '%s'"
                .formatted(project.id()));
        sweep.steps().forEach(Runnable::run);
        there.get("/v1/runs/" + old).with(200);
        assertThat(there.get("/v1/models").items()).hasSize(1);
    }

    /** As of a process that was killed in the middle of an upload. */
    @Test
    void restOfAnUploadGoesWithinMinutes() throws Exception {
        Path left = Files.writeString(
                blobConfig.dir().resolve("incoming").resolve(UUID.randomUUID() + ".held.part"), "the first half");
        sweep.steps().forEach(Runnable::run);
        assertThat(left).doesNotExist();
    }

    @Test
    void storageIsToldByProjectAndKind() {
        String run = own.submitted();
        own.quantize(run);
        http.post("/v1/retention/" + project.name(), "{\"runDays\": 365}").with(200);
        JsonNode told = http.get("/v1/storage").with(200).json();
        JsonNode mine = told.path("projects")
                .valueStream()
                .filter(item -> item.path("project").asText().equals(project.name()))
                .findFirst()
                .orElseThrow();
        assertThat(mine.path("kinds").findValuesAsText("kind"))
                .contains("model", "dataset", "variant", "report", "event");
        assertThat(mine.path("kinds")).allSatisfy(kind -> {
            assertThat(kind.path("items").asLong()).isPositive();
            assertThat(kind.path("bytes").asLong()).isPositive();
        });
        assertThat(mine.at("/retention/runDays").asInt()).isEqualTo(365);
        assertThat(mine.at("/retention/uploadDays").isNull()).isTrue();
        assertThat(told.at("/unreferenced/items").isIntegralNumber()).isTrue();
        there.post("/v1/runs/" + run + "/cancel", "").with(200);
    }

    @Test
    void tenantIsToldOfItsOwnAlone() {
        KeyText reader = newKey(Set.of(project.id()), Permission.READ);
        JsonNode told =
                http.with(Optional.of(reader)).get("/v1/storage").with(200).json();
        assertThat(told.path("projects").findValuesAsText("project")).containsOnly(project.name());
        assertThat(told.path("unreferenced").isNull()).isTrue();
        http.with(Optional.of(reader))
                .post("/v1/retention/" + project.name(), "{}")
                .problem(ErrorCode.ACCESS_DENIED);
    }

    @Test
    void timesThatMakeNoSenseAreRefused() {
        for (String wrong : List.of("{\"runDays\": 0}", "{\"runDays\": 36501}", "{\"runDays\": -1}")) {
            assertThat(http.post("/v1/retention/" + project.name(), wrong).problem(ErrorCode.REQUEST_INVALID))
                    .contains("runDays", "from 1 to 36500");
        }
        http.post("/v1/retention/nowhere", "{}").problem(ErrorCode.NOT_FOUND);
    }

    private String cancelled() {
        String run = own.submitted();
        there.post("/v1/runs/" + run + "/cancel", "").with(200);
        return run;
    }

    /** Lets time pass for some rows. */
    private void age(String sql) {
        Database.jdbi(database).useTransaction(handle -> {
            handle.createQuery("SELECT set_config('narrowgauge.role', 'services', true)")
                    .mapTo(String.class)
                    .one();
            assertThat(handle.execute(sql)).isPositive();
        });
    }
}
