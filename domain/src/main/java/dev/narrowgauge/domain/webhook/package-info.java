/** What a service tells those who want to know what happens, how that is signed, and when it is tried again. */
package dev.narrowgauge.domain.webhook;
