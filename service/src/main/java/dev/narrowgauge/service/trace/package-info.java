/** Where the traces of a process go. */
package dev.narrowgauge.service.trace;
