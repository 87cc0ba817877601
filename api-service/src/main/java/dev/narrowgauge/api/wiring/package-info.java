/** How the service is put together, started and stopped. */
package dev.narrowgauge.api.wiring;
