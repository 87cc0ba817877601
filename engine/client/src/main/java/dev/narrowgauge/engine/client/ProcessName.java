package dev.narrowgauge.engine.client;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process of Narrowgauge was started by, as whoever started it knows it. */
final class ProcessName {
    private static final String PRODUCT = "narrowgauge";

    /** The command without what it was given: paths are its user's own. */
    private static final Pattern COMMAND_LINE = Pattern.compile("dev\\.narrowgauge\\.cli\\.Main ([a-z][a-z-]*)\\b.*");

    private static final Pattern SERVICE =
            Pattern.compile("(?:.*/)?([a-z]+)(?:-app)?/target/quarkus-app/.*\\.jar\\b.*");
    private static final Map<String, String> COMMANDS = Map.of("standalone", "up");

    private ProcessName() {}

    /** Of this process. */
    static String ofThis() {
        return of(System.getProperty("sun.java.command", ""));
    }

    /** @param started what Java was told to run, as it keeps it: a class or a jar, and the arguments */
    static String of(String started) {
        Matcher commandLine = COMMAND_LINE.matcher(started);
        if (commandLine.matches()) {
            return PRODUCT + ' ' + commandLine.group(1);
        }
        Matcher service = SERVICE.matcher(started);
        return service.matches() ? PRODUCT + ' ' + COMMANDS.getOrDefault(service.group(1), service.group(1)) : PRODUCT;
    }
}
