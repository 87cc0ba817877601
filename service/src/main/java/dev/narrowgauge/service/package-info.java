/** What every role that takes tasks has: its settings, its limits, how it is started and stopped, and whether it is ready. */
package dev.narrowgauge.service;
