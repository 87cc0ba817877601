/** The packaged service with its data, as a check starts it, asks it and looks into its database. */
package dev.narrowgauge.checks.service;
