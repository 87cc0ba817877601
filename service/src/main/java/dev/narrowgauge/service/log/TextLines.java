package dev.narrowgauge.service.log;

import dev.narrowgauge.domain.access.SecretText;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/** Lines as the configuration wants them, without secrets. */
final class TextLines extends ExtFormatter {
    private final ExtFormatter plain;

    TextLines(ExtFormatter plain) {
        this.plain = plain;
    }

    @Override
    public String format(ExtLogRecord entry) {
        return SecretText.hidden(plain.format(entry));
    }

    @Override
    public boolean isCallerCalculationRequired() {
        return plain.isCallerCalculationRequired();
    }
}
