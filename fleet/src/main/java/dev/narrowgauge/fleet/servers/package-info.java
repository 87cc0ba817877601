/** The processes of the servers; nobody else needs their libraries. */
package dev.narrowgauge.fleet.servers;
