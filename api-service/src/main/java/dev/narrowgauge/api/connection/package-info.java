/** How long connections to the API are kept that bring nothing. */
package dev.narrowgauge.api.connection;
