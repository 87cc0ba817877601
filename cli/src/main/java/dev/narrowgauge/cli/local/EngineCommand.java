package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.CommandGroup;
import dev.narrowgauge.cli.output.JsonFile;
import dev.narrowgauge.cli.output.OutputFile;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.output.Screen.Tone;
import dev.narrowgauge.cli.output.TextTable;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.provider.Accelerator;
import dev.narrowgauge.domain.provider.Execution;
import dev.narrowgauge.domain.provider.Provider;
import dev.narrowgauge.domain.provider.ProviderRun;
import dev.narrowgauge.domain.provider.SelfTest;
import dev.narrowgauge.engine.client.CheckedProvider;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineDistributions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The engines of this machine: one for each provider of ONNX Runtime. */
@Command(
        name = "engine",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Lists the engines of this machine, and checks what they run on.")
public final class EngineCommand extends CommandGroup {
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the providers, and which of them have an engine here.")
    int list() {
        EngineDistributions others = EngineDistributions.find();
        List<Provider> installed = others.installed();
        TextTable table = new TextTable("provider", "engine", "libraries");
        for (Provider provider : Provider.values()) {
            boolean own = provider == Provider.CPU;
            boolean there = own || installed.contains(provider);
            table.add(
                    provider.word(),
                    own ? "installed" : there ? "unproven: run engine check --provider " + provider.word() : "none",
                    own ? "the engine's own" : others.natives(provider).toString());
        }
        Screen.of(spec()).table(table);
        return ExitCode.OK.status();
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description =
                    "Runs a small model on a provider, and says where its nodes ran and whether its outputs are those of the CPU.")
    int check(
            @Mixin ProviderOptions provider,
            @Option(names = "--output", paramLabel = "R.json", description = "Where to write what was found, as JSON.")
                    Path output,
            @Mixin LocalWork work) {
        Execution execution = provider.execution();
        CheckedProvider found = work.run(
                spec().commandLine().getErr(),
                call -> CheckedProvider.check(Engine.installed(execution.provider()), execution, call));
        if (output != null) {
            JsonFile.write(OutputFile.checked(output, List.of()), document(found));
        }
        print(Screen.of(spec()), found);
        return found.selfTest().hasPassed() ? ExitCode.OK.status() : ExitCode.FAIL.status();
    }

    private static Map<String, Object> document(CheckedProvider found) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("execution", found.execution());
        document.put("passed", found.selfTest().hasPassed());
        document.put("reason", found.selfTest() instanceof SelfTest.Failed failed ? failed.reason() : "");
        document.put("options", found.options());
        document.put("accelerator", found.accelerator());
        document.put("run", found.run());
        document.put("runtimeVersion", found.runtimeVersion());
        return document;
    }

    private static void print(Screen screen, CheckedProvider found) {
        String word = found.execution().provider().word();
        ProviderRun run = found.run();
        switch (found.selfTest()) {
            case SelfTest.Passed() ->
                screen.headline(Tone.GOOD, "PASSED", "A model really ran on %s, as on the CPU.".formatted(word));
            case SelfTest.Failed(String reason) -> screen.headline(Tone.BAD, "FAILED", reason);
        }
        screen.blank();
        if (!found.accelerator().equals(Accelerator.unknown())) {
            screen.line("card", ProviderText.card(found.accelerator()));
        }
        screen.line("runtime", "ONNX Runtime " + found.runtimeVersion());
        screen.line("options", found.options().toString());
        run.placement()
                .nodes()
                .forEach(nodes -> screen.line(
                        nodes.operator(),
                        "%d on %s (%s), %d µs"
                                .formatted(
                                        nodes.count(),
                                        nodes.provider(),
                                        nodes.work().name().toLowerCase(Locale.ROOT),
                                        nodes.micros())));
        screen.line(
                "outputs",
                "differ by %.2e of the largest value; %.0e is tolerated"
                        .formatted(
                                run.difference().share(),
                                run.difference().format().tolerance()));
        screen.line(
                "a run",
                "%.3f ms on the device, %.3f ms with copies; the first took %.0f ms, loading %.0f ms"
                        .formatted(
                                run.transfer().deviceMillis(),
                                run.transfer().hostMillis(),
                                run.firstMillis(),
                                run.loadMillis()));
    }
}
