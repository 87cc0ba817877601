package dev.narrowgauge.cli.gate;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.narrowgauge.cli.gate.RepairPlan.Candidate;
import dev.narrowgauge.cli.remote.Json;
import dev.narrowgauge.cli.remote.RunSubmission;
import dev.narrowgauge.cli.service.ContentPush;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.run.RunState;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Tries recipes in the place of one that lost too much, each judged on one half of the evaluation samples, and has the best
 * of those that pass judged on the other half, once.
 */
final class Repair {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final GateRun gate;
    private final GateRequest request;
    private final RunSubmission first;
    private final RepairSamples samples;
    private final RepairBudget budget;
    private final ContentPush push;
    private final PrintWriter told;
    private final List<RepairTry> tries = new ArrayList<>();

    /** @param first what was asked for and has failed */
    Repair(
            GateRun gate,
            GateRequest request,
            RunSubmission first,
            RepairSamples samples,
            RepairBudget budget,
            ContentPush push,
            PrintWriter told) {
        this.gate = gate;
        this.request = request;
        this.first = first;
        this.samples = samples;
        this.budget = budget;
        this.push = push;
        this.told = told;
    }

    /**
     * @param run that has failed, as the service shows it
     * @param document its verdict
     */
    Repaired repair(JsonNode run, byte[] document) throws InterruptedException {
        String seen = samples.push(false, push);
        boolean spent = tryAll(new RepairPlan(run, Json.read(document)), seen);
        Optional<RepairTry> best = tries.stream().filter(RepairTry::passes).min(RepairTry.BEST);
        Repaired repaired = new Repaired(run, document, samples, seen, budget, spent, tries);
        return best.isEmpty() ? repaired : judged(best.get(), repaired);
    }

    /** Whether something is left that the budget does not allow. */
    private boolean tryAll(RepairPlan plan, String seen) throws InterruptedException {
        long begun = System.nanoTime();
        for (Optional<Candidate> next = plan.next(); next.isPresent(); next = plan.next()) {
            if (!budget.allows(tries.size(), Duration.ofNanos(System.nanoTime() - begun))) {
                return true;
            }
            RepairTry made = made(tries.size() + 1, next.get(), seen);
            tries.add(made);
            if (!made.passes()) {
                plan.addFrom(made);
            }
        }
        return false;
    }

    private RepairTry made(int number, Candidate candidate, String seen) throws InterruptedException {
        told.printf("Repair, try %d: %s%n", number, candidate.what());
        Map<String, Object> recipe = candidate.named(number);
        return new RepairTry(
                number, candidate.what(), recipe, Json.read(verdict(gate.filed(first.with(recipe, seen), request))));
    }

    /** On samples that no try saw, by the recipe that makes the same file again without a search. */
    private Repaired judged(RepairTry best, Repaired repaired) throws InterruptedException {
        Map<String, Object> recipe = MAPPER.convertValue(
                gate.client()
                        .get("/v1/variants/%s/report".formatted(best.variant()))
                        .at("/provenance/recipe"),
                new TypeReference<>() {});
        recipe.put("name", best.recipe().get("name"));
        String held = samples.push(true, push);
        told.printf(
                "Repair: judging try %d on %s that no try saw%n",
                best.number(), Numbers.counted(samples.count(true), "sample"));
        byte[] document = verdict(gate.filedOnce(first.with(recipe, held), request));
        if (!RepairTry.sha256(Json.read(document)).equals(best.sha256())) {
            throw new NarrowgaugeException(
                    ErrorCode.INTERNAL_ERROR,
                    "The recipe of try %d made another file than before, so what was judged is not what was chosen: try again on workers of one version."
                            .formatted(best.number()));
        }
        return repaired.by(best, held, recipe, document);
    }

    private byte[] verdict(JsonNode run) throws InterruptedException {
        if (!gate.awaitEnd(run).equals(RunState.DONE.name())) {
            throw new CancellationException("run %s was cancelled".formatted(GateRun.id(run)));
        }
        return gate.client().verdict(GateRun.id(run));
    }
}
