/** What takes how much. */
package dev.narrowgauge.api.storage;
