package dev.narrowgauge.api;

import static dev.narrowgauge.db.Eventually.await;

import dev.narrowgauge.db.Project;
import dev.narrowgauge.db.ProjectStore;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.access.Permission;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;

/** Two tenants, each with a key for its own project alone. */
abstract class TenantTest extends GrpcTest {
    @Inject
    ProjectStore projects;

    Tenant first;
    Tenant second;

    /** @param fixture with its key */
    record Tenant(Project project, KeyText key, Http http, RunFixture fixture) {}

    @BeforeEach
    final void makeTenants() {
        first = tenant("first");
        second = tenant("second");
    }

    private Tenant tenant(String name) {
        Project project =
                projects.add("%s-%d".formatted(name, System.nanoTime())).orElseThrow();
        KeyText own = newKey(Set.of(project.id()), Permission.READ, Permission.SUBMIT, Permission.APPROVE);
        Http client = http.with(Optional.of(own));
        return new Tenant(project, own, client, new RunFixture(client, database, blobConfig.dir()));
    }

    /** A run that has ended, with its quantize job and what that made. */
    record Finished(String run, String job, String variant) {}

    static Finished finished(Tenant tenant) {
        String run = tenant.fixture().submitted();
        String job = tenant.http()
                .get("/v1/runs/" + run + "/jobs")
                .items()
                .path(0)
                .path("id")
                .asText();
        UUID variant = tenant.fixture().quantize(run);
        tenant.fixture().benchmark(run);
        await("ended", () -> tenant.http().get("/v1/runs/" + run + "/verdict").status() == 200);
        return new Finished(run, job, variant.toString());
    }
}
