/** People who sign in with an identity provider at the command line (RFC 8628), and what is kept of that. */
package dev.narrowgauge.cli.identity;
