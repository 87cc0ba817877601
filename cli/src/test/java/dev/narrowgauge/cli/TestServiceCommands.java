package dev.narrowgauge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.error.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Who is there, what waits, and what was done. */
final class TestServiceCommands extends ServiceCommandTest {
    @Test
    void jsonIsTheAnswerAsItCame() {
        answer("/v1/nodes", 200, "{\"items\":[{\"name\":\"a\",\"added\":1}]}");

        assertThat(ask("node", "list", "--json")).isZero();
        assertThat(output.toString()).contains("\"added\" : 1");
    }

    @Test
    void nodesAreFoundByTheirLabelsAndDrained() {
        answer("/v1/nodes", 200, """
                {"items":[{"name":"a","live":true,"labels":["rack=7"],"drainedSince":"2026-11-27T03:00:00Z"}]}""");
        answer("/v1/nodes/a/forget", 200, "{\"name\":\"a\",\"live\":false}");

        assertThat(ask("node", "list", "--label", "rack=7,nightly")).isZero();
        assertThat(asked).containsExactly("GET /v1/nodes?label=rack%3D7&label=nightly ");
        assertThat(output.toString()).contains("labels", "rack=7", "live, drained");
        assertThat(ask("node", "forget", "a")).isZero();
        assertThat(asked.getLast()).isEqualTo("POST /v1/nodes/a/forget ");
        assertThat(output.toString()).contains("forgotten");
    }

    @Test
    void statusSaysWhatIsDown() {
        answer("/q/health/ready", 503, """
                {"status":"DOWN","checks":[{"name":"database","status":"DOWN","data":{"why":"no connection"}}]}""");

        assertThat(ask("status")).isEqualTo(ExitCode.UNREACHABLE.status());
        assertThat(output.toString()).contains("NOT READY").contains("down         database no connection");
    }

    @Test
    void statusSaysWhoIsThereAndWhatWaits() {
        answer("/q/health/ready", 200, "{\"status\":\"UP\",\"checks\":[]}");
        answer("/v1/nodes", 200, "{\"items\":[]}");
        answer("/v1/status", 200, """
                {"schemaVersion":"14",
                 "roles":[{"role":"worker","process":"worker@a","version":"1.2","startedAt":"2026-11-27T03:00:00Z",
                           "lastSeenAt":"2026-11-27T04:00:00.5Z","live":true,"paused":"the mount is missing"}],
                 "queues":[{"kind":"BENCHMARK","deviceClass":"x86-vnni","queued":80000,"running":1,
                            "oldestQueuedAt":"2026-11-27T03:00:00Z","oldestSeconds":3725}],
                 "waits":[{"reason":"PAUSED","subject":"worker@a","sentence":"worker@a takes no work: the mount is missing"}]}""");

        assertThat(ask("status")).isZero();
        assertThat(output.toString())
                .contains("READY", "waits        worker@a takes no work: the mount is missing")
                .containsPattern("worker +paused +1.2 +2026-11-27T03:00:00Z +2026-11-27T04:00:00Z +worker@a")
                .containsPattern("benchmark x86-vnni +80000 +1 +1 h 02 min");

        output.getBuffer().setLength(0);
        assertThat(ask("status", "--json")).isZero();
        assertThat(output.toString()).contains("\"status\" : \"UP\"", "\"schemaVersion\" : \"14\"");
    }

    @Test
    void auditLogIsVerifiedFromItsLinesAlone() throws IOException {
        String first = auditLine(1, "0".repeat(64));
        String hash = first.substring(first.length() - 66, first.length() - 2);
        String second = auditLine(2, hash);
        answer("/v1/audit/lines", 200, first + '\n' + second + '\n');

        assertThat(ask("audit", "verify")).isZero();
        assertThat(asked).containsExactly("GET /v1/audit/lines?limit=10000&after=0 ");
        assertThat(output.toString()).contains("VERIFIED", "All 2 lines", "mark         2:");
        assertThat(ask("audit", "verify", "--mark", "1:" + hash)).isZero();

        Path log = directory.resolve("log.jsonl");
        assertThat(ask("audit", "export", "-o", log.toString())).isZero();
        assertThat(log).hasContent(first + '\n' + second);
        Files.writeString(log, first + '\n' + second.replace("\"it\"", "\"another\"") + '\n');
        output.getBuffer().setLength(0);
        assertThat(ask("audit", "verify", log.toString())).isEqualTo(ExitCode.FAIL.status());
        assertThat(output.toString()).contains("CHANGED", "line 2 has another hash than it says");

        Files.writeString(log, first + '\n');
        output.getBuffer().setLength(0);
        assertThat(ask("audit", "verify", log.toString(), "--mark", "2:" + "f".repeat(64)))
                .isEqualTo(ExitCode.FAIL.status());
        assertThat(output.toString()).contains("CHANGED").containsPattern("no\\s+line\\s+with\\s+the\\s+mark");
    }

    private static String auditLine(int sequence, String previous) {
        String body = "{\"sequence\":%d,\"previous\":\"%s\",\"what\":\"it\"".formatted(sequence, previous);
        return body + ",\"hash\":\"" + Sha256.of(body) + "\"}";
    }

    @Test
    void runsModelsAndDatasetsAreDeleted() {
        String run = "018f4a40-6a3e-7c7b-b9a1-3d2f6a1f0c55";
        answer("/v1/runs/" + run, 200, "{\"id\":\"%s\"}".formatted(run));
        answer("/v1/models/aa", 200, "{\"id\":\"aa\"}");
        answer("/v1/datasets/bb", 200, "{\"id\":\"bb\"}");
        assertThat(ask("run", "delete", run)).isZero();
        assertThat(ask("model", "delete", "aa")).isZero();
        assertThat(ask("dataset", "delete", "bb")).isZero();
        assertThat(asked)
                .containsExactly(
                        "DELETE /v1/runs/%s ".formatted(run), "DELETE /v1/models/aa ", "DELETE /v1/datasets/bb ");
        assertThat(output.toString()).contains(run + " is deleted", "aa is deleted", "bb is deleted");
    }

    @Test
    void whatIsLeftOfRunsIsListed() {
        answer("/v1/deleted-runs", 200, """
                {"items":[{"id":"018f4a40-6a3e-7c7b-b9a1-3d2f6a1f0c55","name":"nightly","verdict":"PASS","byAge":true,
                 "createdAt":"2026-11-27T03:00:00Z","deletedAt":"2027-11-27T03:00:00Z"}],"nextCursor":null}""");
        assertThat(ask("run", "deleted")).isZero();
        assertThat(asked).containsExactly("GET /v1/deleted-runs?limit=20 ");
        assertThat(output.toString())
                .contains("018f4a40-6a3e-7c7b-b9a1-3d2f6a1f0c55", "nightly", "PASS", "2027-11-27T03:00:00Z", "age");
    }

    @Test
    void storageSaysWhatTakesHowMuch() {
        answer("/v1/storage", 200, """
                {"projects":[{"project":"default","kinds":[{"kind":"model","items":3,"bytes":2600}],
                 "retention":{"project":"default","runDays":365,"uploadDays":null}}],
                 "unreferenced":{"items":2,"oldest":"2026-11-27T03:00:00.5Z"}}""");
        assertThat(ask("storage")).isZero();
        assertThat(output.toString())
                .containsPattern("default +model +3 ")
                .contains("runs 365 days, uploads for good", "2 contents", "2026-11-27T03:00:00Z");
    }

    @Test
    void retentionLeavesOutWhatIsKeptForGood() {
        answer("/v1/retention/default", 200, "{\"project\":\"default\",\"runDays\":30,\"uploadDays\":null}");
        assertThat(ask("retention", "set", "default", "--run-days", "30")).isZero();
        assertThat(asked).containsExactly("POST /v1/retention/default {\"runDays\":30}");
        assertThat(output.toString()).contains("runs 30 days, uploads for good");
    }

    @Test
    void quotaLeavesOutWhatHasNoLimit() {
        answer("/v1/quotas/default", 200, """
                {"project":"default","weight":3,"queuedRuns":{"used":7,"limit":100},"openRuns":{"used":9,"limit":null},
                 "storedBytes":{"used":5,"limit":null},"deviceMinutes":{"used":0,"limit":null}}""");

        assertThat(ask("quota", "set", "default", "--weight", "3", "--queued-runs", "100"))
                .isZero();
        assertThat(asked).containsExactly("POST /v1/quotas/default {\"weight\":3,\"queuedRuns\":100}");
        assertThat(output.toString()).containsPattern("default +3 +7 of 100 +9 +5 +0");
    }
}
