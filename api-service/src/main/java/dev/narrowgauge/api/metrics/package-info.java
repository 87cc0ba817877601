/** What an API counts of its own work, and what it reads of the whole deployment for those who watch it. */
package dev.narrowgauge.api.metrics;
