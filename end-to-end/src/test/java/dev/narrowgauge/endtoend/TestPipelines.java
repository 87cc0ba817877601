package dev.narrowgauge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of {@code deploy/ci}, each with the environment that its host documents, at a service that runs. */
@ExtendWith(RunningService.class)
class TestPipelines {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String COMMIT = "ffac537e6cbbf934b08745a378932722df287a53";

    /** Of what does not depend on how busy the machine is. */
    private static final String POLICY = """
            rules:
              - {id: accuracy, metric: accuracy.top1.loss, max: 0.05}
              - {id: size, metric: size.ratio, max: 0.9}
            """;

    @TempDir
    private static Path directory;

    private static Path policy;

    @BeforeAll
    static void prepare() throws Exception {
        policy = Files.writeString(directory.resolve("narrowgauge-gate.yaml"), POLICY);
    }

    /** Variables of https://docs.github.com/actions/reference/workflows-and-actions/variables. */
    @Test
    void jobOfGitHubLeavesSummaryAndOutputs() throws Exception {
        Path summary = Files.createFile(directory.resolve("summary.md"));
        Path outputs = Files.createFile(directory.resolve("github-output"));
        Path event = Files.writeString(directory.resolve("event.json"), "{\"pull_request\":{\"number\":1}}");
        Path folder = directory.resolve("github");

        ShellCommand job = job(
                folder,
                Map.of(
                        "CI",
                        "true",
                        "GITHUB_ACTIONS",
                        "true",
                        "GITHUB_EVENT_NAME",
                        "pull_request",
                        "GITHUB_EVENT_PATH",
                        event.toString(),
                        "GITHUB_REPOSITORY",
                        "octocat/models",
                        "GITHUB_SHA",
                        COMMIT,
                        "GITHUB_STEP_SUMMARY",
                        summary.toString(),
                        "GITHUB_OUTPUT",
                        outputs.toString()));

        assertThat(job.status()).as(job.printed()).isZero();
        assertThat(job.printed()).doesNotContain("\u001b", "\r");
        assertThat(summary)
                .content()
                .startsWith("## Narrowgauge gate digits: PASS")
                .contains("| accuracy | ");
        JsonNode receipt = JSON.readTree(folder.resolve("receipt.json").toFile());
        assertThat(outputs)
                .hasContent("verdict=PASS\nexit-status=0\nrun=%s\noutput-dir=%s\n"
                        .formatted(receipt.path("run").asText(), folder));
        JsonNode run =
                RunningService.service().get("/v1/runs/" + receipt.path("run").asText());
        assertThat(run.path("commit").asText()).isEqualTo(COMMIT);

        jobOfGitLabThatIsStartedAgainFindsTheRun(receipt.path("run").asText());
        releaseOfTheRunIsJudgedOnLaterData(receipt.path("run").asText());
    }

    private static void releaseOfTheRunIsJudgedOnLaterData(String run) throws Exception {
        Map<String, String> settings = PipelineJob.settings(directory, directory);
        String command = settings.get("NARROWGAUGE_GATE_COMMAND");
        String data = "--data=" + Installation.demo("digits-evaluation.npz");
        ShellCommand unknown = run(settings, command, "recheck", data, "no-such-model");
        assertThat(unknown.printed()).contains("there is no release of no-such-model yet: promote one first");
        String name = RunningService.service()
                .get("/v1/models/"
                        + RunningService.service()
                                .get("/v1/runs/" + run)
                                .path("modelId")
                                .asText())
                .path("name")
                .asText();
        ShellCommand promoted = run(settings, command, "release", "promote", run, "--reason", "nightly");
        Matcher release = Pattern.compile(Pattern.quote(name) + "@[0-9]+").matcher(promoted.printed());
        assertThat(release.find()).as(promoted.printed()).isTrue();
        assertThat(promoted.printed()).contains("PROPOSED");
        ShellCommand approved = run(settings, command, "release", "approve", name, "--reason", "tried");
        assertThat(approved.printed()).contains(release.group(), "ACTIVE");
        ShellCommand holds = run(settings, command, "recheck", data, name);
        assertThat(holds.status()).as(holds.printed()).isZero();
        assertThat(holds.printed()).contains("HOLDS");
        assertThat(run(settings, command, "recheck", data, release.group()).status())
                .isZero();
    }

    /** Variables of https://docs.gitlab.com/ci/variables/predefined_variables; the same commit as before. */
    private static void jobOfGitLabThatIsStartedAgainFindsTheRun(String run) throws Exception {
        Path folder = directory.resolve("gitlab");

        ShellCommand job = job(
                folder,
                Map.of(
                        "CI", "true",
                        "GITLAB_CI", "true",
                        "CI_PROJECT_DIR", directory.toString(),
                        "CI_JOB_ID", "1212",
                        "CI_PIPELINE_SOURCE", "merge_request_event",
                        "CI_COMMIT_SHA", COMMIT));

        assertThat(job.status()).as(job.printed()).isZero();
        assertThat(job.printed()).contains("Run %s has judged the same".formatted(run));
        assertThat(folder.resolve("junit.xml")).content().contains("<testsuite ", "failures=\"0\"");
        assertThat(folder.resolve("metrics.txt"))
                .content()
                .contains("narrowgauge_gate_verdict{gate=\"digits\",verdict=\"PASS\"} 1");
    }

    @Test
    void jobWithoutAServiceHasNoVerdict() throws Exception {
        Path summary = Files.createFile(directory.resolve("no-summary.md"));
        Path outputs = Files.createFile(directory.resolve("no-output"));

        ShellCommand job = job(
                directory.resolve("none"),
                Map.of(
                        "NARROWGAUGE_SERVER",
                        "http://127.0.0.1:" + Installation.freePort(),
                        "GITHUB_STEP_SUMMARY",
                        summary.toString(),
                        "GITHUB_OUTPUT",
                        outputs.toString()));

        assertThat(job.status()).as(job.printed()).isEqualTo(5);
        assertThat(outputs).content().startsWith("verdict=NONE\nexit-status=5\n");
        assertThat(summary).content().contains("no verdict");
    }

    @Test
    void hookOfABareRepositoryLetsAGoodModelLandAndRefusesABadOne() throws Exception {
        assumeTrue(ShellCommand.works("git", "--version"), "there is no git");
        Path bare = directory.resolve("models.git");
        Path work = directory.resolve("work");
        git(directory, "init", "--quiet", "--bare", "--initial-branch=main", bare.toString());
        git(directory, "init", "--quiet", "--initial-branch=main", work.toString());
        Files.copy(DeployFiles.FOLDER.resolve("ci/git/pre-receive"), bare.resolve("hooks/pre-receive"));
        assertThat(bare.resolve("hooks/pre-receive").toFile().setExecutable(true))
                .isTrue();
        String settings = PipelineJob.settings(directory, directory.resolve("hook")).entrySet().stream()
                .map(setting -> "export %s='%s'\n".formatted(setting.getKey(), setting.getValue()))
                .collect(Collectors.joining());
        Files.writeString(
                bare.resolve("hooks/gate.conf"),
                settings
                        + "GATE_SCRIPT=%s\nGATE_MODEL=digits.onnx\nGATE_POLICY=%s\n"
                                .formatted(PipelineJob.SCRIPT, policy));

        SampleInputs.withOneLoudChannel(Installation.demo("digits-cnn.onnx"), work.resolve("digits.onnx"));
        commit(work, "A bad model");
        ShellCommand bad = push(work, bare);
        assertThat(bad.status()).as(bad.printed()).isNotZero();
        assertThat(bad.printed()).contains("The gate does not let digits.onnx of ", "(exit status 1)", "Verdict: FAIL");
        assertThat(git(bare, "for-each-ref").printed()).isEmpty();

        Files.copy(
                Installation.demo("digits-cnn.onnx"), work.resolve("digits.onnx"), StandardCopyOption.REPLACE_EXISTING);
        commit(work, "A good model");
        ShellCommand good = push(work, bare);
        assertThat(good.status()).as(good.printed()).isZero();
        assertThat(git(bare, "rev-parse", "main").printed())
                .isEqualTo(git(work, "rev-parse", "HEAD").printed());
    }

    private static ShellCommand job(Path folder, Map<String, String> host) throws Exception {
        Map<String, String> settings = new HashMap<>(PipelineJob.settings(directory, folder));
        settings.put("NARROWGAUGE_GATE_POLICY", policy.toString());
        settings.putAll(host);
        return PipelineJob.run(settings);
    }

    private static void commit(Path work, String message) throws Exception {
        git(work, "add", "digits.onnx");
        git(work, "-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "--quiet", "--message", message);
    }

    private static ShellCommand push(Path work, Path bare) throws Exception {
        return git(work, "push", bare.toString(), "main");
    }

    private static ShellCommand git(Path folder, String... arguments) throws Exception {
        String[] command = new String[arguments.length + 3];
        command[0] = "git";
        command[1] = "-C";
        command[2] = folder.toString();
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        return run(Map.of("GIT_CONFIG_GLOBAL", "/dev/null", "GIT_CONFIG_SYSTEM", "/dev/null"), command);
    }

    private static ShellCommand run(Map<String, String> settings, String... command) throws Exception {
        return ShellCommand.run(settings, List.of(command));
    }
}
