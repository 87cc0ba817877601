/** Commands that a service does, over REST: contents are pushed and pulled, runs submitted, watched, listed and cancelled. */
package dev.narrowgauge.cli.service;
