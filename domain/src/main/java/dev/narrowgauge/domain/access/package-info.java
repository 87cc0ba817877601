/** Who may do what: permissions, roles, and the keys by which programs are known. */
package dev.narrowgauge.domain.access;
