package dev.narrowgauge.domain.dataset;

import dev.narrowgauge.domain.settings.KeyTable;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TestDataKeys {
    @Test
    void documentationHasEveryKey() throws IOException {
        KeyTable.check("docs/data.md", DataKeys.ALL);
    }
}
