/** What models and machines spend their time on. */
package dev.narrowgauge.engine.runtime.profile;
