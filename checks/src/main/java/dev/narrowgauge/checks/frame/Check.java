package dev.narrowgauge.checks.frame;

import java.util.List;

/** A long suite: rows that are measured one by one, and a conclusion from all of them. */
public interface Check {
    /** What a person types, and the name of the evidence. */
    String name();

    /** What it shows, in one line. */
    String purpose();

    /** Every row's name, in the order of measuring. */
    List<String> rows(CheckOptions options);

    /** What else than the commit the row's figures depend on; another text makes another row. */
    default String inputs(String row, CheckOptions options) {
        return "";
    }

    /** Seconds that a row may take at most; 0 where it has no limit. */
    default int budget(String row) {
        return 0;
    }

    /** Measures one row. A failure of the product under test is a figure of the row; what is thrown stops the suite. */
    Figures measure(String row, CheckOptions options);

    /** What a person sees when the row is done. */
    String line(Figures row);

    Conclusion conclude(List<Figures> rows);
}
