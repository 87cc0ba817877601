/** How much projects may have. */
package dev.narrowgauge.api.quota;
