/** How long projects keep what they have, and what goes by itself. */
package dev.narrowgauge.api.retention;
