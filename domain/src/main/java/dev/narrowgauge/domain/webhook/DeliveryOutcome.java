package dev.narrowgauge.domain.webhook;

import static java.util.Objects.requireNonNull;

import java.util.OptionalInt;

/** How one try to deliver ended. */
public sealed interface DeliveryOutcome {
    /** Of HTTP. */
    int GONE = 410;

    int TOO_MANY_REQUESTS = 429;

    /** The status that was answered; empty where none was. */
    OptionalInt status();

    /** The receiver has it. */
    record Taken(int answered) implements DeliveryOutcome {
        @Override
        public OptionalInt status() {
            return OptionalInt.of(answered);
        }
    }

    /** It may be taken later. */
    record Postponed(OptionalInt status, String reason) implements DeliveryOutcome {
        public Postponed {
            requireNonNull(status, "status is null");
            requireNonNull(reason, "reason is null");
        }
    }

    /** It will not be taken, however often it is sent. */
    record Refused(OptionalInt status, String reason) implements DeliveryOutcome {
        public Refused {
            requireNonNull(status, "status is null");
            requireNonNull(reason, "reason is null");
        }
    }

    /** Nothing is to be sent there any more. */
    record Unwanted(String reason) implements DeliveryOutcome {
        public Unwanted {
            requireNonNull(reason, "reason is null");
        }

        @Override
        public OptionalInt status() {
            return OptionalInt.of(GONE);
        }
    }

    /** What an answer with that status of HTTP means. */
    static DeliveryOutcome of(int status) {
        if (status >= 200 && status < 300) {
            return new Taken(status);
        }
        String answered = "The receiver answered %d".formatted(status);
        if (status == GONE) {
            return new Unwanted(answered + ": nothing is sent there any more.");
        }
        if (status == TOO_MANY_REQUESTS || status >= 500) {
            return new Postponed(OptionalInt.of(status), answered + ".");
        }
        if (status >= 300 && status < 400) {
            return new Refused(
                    OptionalInt.of(status),
                    answered
                            + ", which leads elsewhere; redirects are not followed, so give the webhook its last address.");
        }
        return new Refused(OptionalInt.of(status), answered + ", so it is not tried again.");
    }
}
