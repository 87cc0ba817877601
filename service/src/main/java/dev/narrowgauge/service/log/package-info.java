/** What the lines of a process's log look like, and which there are. */
package dev.narrowgauge.service.log;
