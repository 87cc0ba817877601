package dev.narrowgauge.service;

import java.time.Duration;

/** What a test chooses. */
record ChosenSchema(boolean migrate, Duration maxWait) implements SchemaConfig {}
