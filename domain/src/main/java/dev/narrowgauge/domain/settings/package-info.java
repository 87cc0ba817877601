/**
 * Documents that people write in JSON or YAML. The keys of each are declared once ({@code Group}, {@code Key}); its reader,
 * its JSON schema and its table in the documentation are made from that. Every complaint names the key and what would be
 * right.
 */
package dev.narrowgauge.domain.settings;
