package dev.narrowgauge.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.output.Terminal;
import dev.narrowgauge.cli.remote.Json;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.cli.remote.RunFollower;
import dev.narrowgauge.cli.run.JobNames;
import dev.narrowgauge.cli.run.Outcome;
import dev.narrowgauge.cli.run.RunProgress;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.gate.Verdict;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Follows a run to its end: how it goes on stderr, the verdict on stdout. */
record Watch(RemoteClient client, CommandSpec command, boolean json) {
    /** @return the exit status of the verdict, or that of what was cancelled */
    int follow(JsonNode run) throws InterruptedException {
        String id = run.path("id").asText();
        if (!json) {
            Screen.of(command).whole("run", id);
            command.commandLine().getOut().flush();
        }
        List<String> recipes = run.path("recipes")
                .valueStream()
                .map(recipe -> recipe.path("name").asText("recipe"))
                .toList();
        RunProgress progress = new RunProgress(
                command.commandLine().getErr(), Terminal.isPresent(), Clock.systemUTC(), new JobNames(recipes, client));
        String end = new RunFollower(client, id, progress).awaitEnd();
        progress.finish();
        if (!end.equals("DONE")) {
            return cancelled(id);
        }
        byte[] document = client.verdict(id);
        Outcome outcome = new Outcome(document);
        if (json) {
            new Answer(command, true).document(Json.read(document));
        } else {
            outcome.print(Screen.of(command));
        }
        return Verdict.valueOf(outcome.verdict()).exitCode().status();
    }

    private int cancelled(String id) {
        new Answer(command, json).line(client.run(id), "run", id + " was cancelled");
        return ExitCode.CANCELLED.status();
    }
}
