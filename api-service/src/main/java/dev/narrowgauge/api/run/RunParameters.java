package dev.narrowgauge.api.run;

import dev.narrowgauge.api.page.Parameters;
import dev.narrowgauge.db.RunFilter;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.run.RunState;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which runs a client wants. */
public final class RunParameters {
    @QueryParam("id")
    @Parameter(description = "Of a run; where it is given several times, any of them")
    List<String> id;

    @QueryParam("state")
    @Parameter(description = "QUEUED, RUNNING, DONE or CANCELLED; where it is given several times, any of them")
    List<String> state;

    @QueryParam("verdict")
    @Parameter(description = "PASS, FAIL, INCONCLUSIVE or INVALID; where it is given several times, any of them")
    List<String> verdict;

    @QueryParam("model")
    @Parameter(description = "Id of the model or one of its names, whole")
    String model;

    @QueryParam("name")
    @Parameter(description = "Of the run, whole")
    String name;

    @QueryParam("tag")
    @Parameter(description = "A tag of the run; where it is given several times, all of them")
    List<String> tag;

    @QueryParam("commit")
    @Parameter(description = "The run's commit or its first digits")
    String commit;

    @QueryParam("text")
    @Parameter(
            description =
                    "A part of the run's name, of a tag, of the commit or of a name of the model, in capitals or not")
    String text;

    @QueryParam("createdAfter")
    @Parameter(description = "From this moment on, such as 2026-11-27T03:00:00Z")
    String createdAfter;

    @QueryParam("createdBefore")
    @Parameter(description = "Before this moment")
    String createdBefore;

    RunFilter read() {
        return new RunFilter(
                Parameters.ids("id", id),
                Parameters.constants("state", state, RunState.values()),
                Parameters.constants("verdict", verdict, Verdict.values()),
                Optional.ofNullable(model),
                Optional.ofNullable(name),
                Set.copyOf(tag),
                Optional.ofNullable(commit).map(RunChecks::commit),
                Optional.ofNullable(text),
                Parameters.instant("createdAfter", createdAfter),
                Parameters.instant("createdBefore", createdBefore));
    }
}
