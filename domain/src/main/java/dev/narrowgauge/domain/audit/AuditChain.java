package dev.narrowgauge.domain.audit;

import dev.narrowgauge.domain.digest.Sha256;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recomputes the chain of an audit log from its lines alone. A line is one of JSON; it begins with its sequence number and
 * the hash of the line before, and ends with its own, the SHA-256 of the UTF-8 bytes before {@code ,"hash"}.
 *
 * <p>That shows every change but one: whoever cuts lines off the end, or can write the whole log anew, leaves a chain that is
 * whole. Against both helps to know one of its {@linkplain #mark marks} from another place.
 */
public final class AuditChain {
    /** In the place of the hash before the first line. */
    private static final String START = "0".repeat(64);

    /** What a line says may have any character in it but that which ends lines: Unicode has others that do. */
    private static final Pattern LINE = Pattern.compile(
            "(\\{\"sequence\":(\\d{1,18}),\"previous\":\"([0-9a-f]{64})\",.*),\"hash\":\"([0-9a-f]{64})\"}",
            Pattern.DOTALL);

    private long first;
    private long last;
    private String hash = START;

    /** Adds the line that follows. What is wrong with it is told in a sentence, after which no other is to be added. */
    public Optional<String> add(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            return Optional.of("the line after number %d is no line of an audit log".formatted(last));
        }
        long sequence = Long.parseLong(parts.group(2));
        if (first == 0 && sequence > 1) {
            // A part of a log: what came before it is vouched for by the hash that it names.
            hash = parts.group(3);
            last = sequence - 1;
        }
        if (sequence != last + 1) {
            return Optional.of(
                    "line %d follows number %d: lines are missing, or stand twice".formatted(sequence, last));
        }
        if (!parts.group(3).equals(hash)) {
            return Optional.of("line %d does not name the hash of the line before: that was changed or is another"
                    .formatted(sequence));
        }
        if (!Sha256.of(parts.group(1)).equals(parts.group(4))) {
            return Optional.of("line %d has another hash than it says: it was changed".formatted(sequence));
        }
        first = first == 0 ? sequence : first;
        last = sequence;
        hash = parts.group(4);
        return Optional.empty();
    }

    /** Sequence number of the first line; 0 where there is none. */
    public long first() {
        return first;
    }

    /** Sequence number of the last line. */
    public long last() {
        return last;
    }

    /** The number and the hash of the last line: whoever keeps it elsewhere finds out whether the log was cut or written anew. */
    public String mark() {
        return "%d:%s".formatted(last, hash);
    }
}
