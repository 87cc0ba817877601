package dev.narrowgauge.cli.error;

import dev.narrowgauge.domain.error.ErrorCode;
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
        print(error, ErrorCode.REQUEST_INVALID, failure.getMessage());
        error.printf("Try '%s --help'.%n", command.getCommandSpec().qualifiedName());
        return ExitCode.BAD_INPUT;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter error = command.getErr();
        return switch (failure) {
            case NarrowgaugeException known -> {
                print(error, known.code(), known.getMessage());
                yield ExitCode.of(known);
            }
            case CancellationException cancelled -> {
                error.println("cancelled");
                yield ExitCode.CANCELLED;
            }
            default -> {
                print(error, ErrorCode.INTERNAL_ERROR, "this is a defect of narrowgauge: " + failure);
                yield ExitCode.INTERNAL;
            }
        };
    }

    private static void print(PrintWriter error, ErrorCode code, String sentence) {
        error.printf("error %s: %s%n", code, sentence);
    }
}
