package dev.narrowgauge.cli.error;

import dev.narrowgauge.domain.error.DiskFull;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.PrintWriter;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Every failure of a command as {@code error CODE: sentence} and an exit status; never a stack trace. */
public final class ErrorReport implements IExecutionExceptionHandler, IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter error = command.getErr();
        int status = print(error, ErrorCode.REQUEST_INVALID, UsageMistake.sentence(failure));
        error.printf("Try '%s --help'.%n", command.getCommandSpec().qualifiedName());
        return status;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter error = command.getErr();
        return switch (failure) {
            case NarrowgaugeException known -> print(error, known);
            case CancellationException _ -> {
                error.println("cancelled");
                yield ExitCode.CANCELLED.status();
            }
            case Exception full
            when DiskFull.isBehind(full) ->
                print(error, ErrorCode.DISK_FULL, "There is no room left: %s.".formatted(DiskFull.phrase(full)));
            default -> ofDefect(failure, error);
        };
    }

    public static int ofDefect(Throwable failure, PrintWriter error) {
        return print(error, ErrorCode.INTERNAL_ERROR, "this is a defect in Narrowgauge: " + failure);
    }

    /** A line for each fault; the first decides how the command ends. */
    private static int print(PrintWriter error, NarrowgaugeException failure) {
        failure.faults().forEach(fault -> print(error, fault.code(), fault.sentence()));
        if (failure.untold() > 0) {
            error.printf("%d more%n", failure.untold());
        }
        return ExitCode.of(failure.code()).status();
    }

    private static int print(PrintWriter error, ErrorCode code, String sentence) {
        error.printf("error %s: %s%n", code, sentence);
        return ExitCode.of(code).status();
    }
}
