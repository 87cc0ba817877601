/** Integer models written with integer operators such as QLinearConv in place of Q/DQ around float ones. */
package dev.narrowgauge.engine.quantizer.qoperator;
