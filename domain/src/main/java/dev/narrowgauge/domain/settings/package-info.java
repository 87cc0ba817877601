/** Reading what people write in JSON or YAML: every complaint names the key and what would be right. */
package dev.narrowgauge.domain.settings;
