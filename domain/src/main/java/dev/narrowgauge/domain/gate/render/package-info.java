/** The verdict of a run in the forms that pipelines and people read: all of one report, none of which decides anything. */
package dev.narrowgauge.domain.gate.render;
