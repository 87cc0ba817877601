package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.settings.KeyTable;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TestPolicyKeys {
    @Test
    void documentationHasEveryKey() throws IOException {
        KeyTable.check("docs/policies.md", PolicyKeys.ALL);
    }
}
