package dev.narrowgauge.domain.access;

import java.util.regex.Pattern;

/** By which people and programs choose a project. */
public final class ProjectName {
    /** The header of a request that has it; metadata of gRPC spells it in small letters. */
    public static final String HEADER = "Narrowgauge-Project";

    /** Of the one that each installation has. */
    public static final String FIRST = "default";

    public static final int MOST = 63;

    /** A label of DNS, so that it can stand in headers, paths and commands. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private ProjectName() {}

    /** Whether a project can be called so. */
    public static boolean isOne(String text) {
        return NAME.matcher(text).matches();
    }
}
