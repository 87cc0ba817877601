/** What the roles of a process share: the stores, and of those that take tasks the settings, the limits, start, stop and readiness. */
package dev.narrowgauge.service;
