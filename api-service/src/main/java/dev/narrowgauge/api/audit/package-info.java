/** What the audit log says. */
package dev.narrowgauge.api.audit;
