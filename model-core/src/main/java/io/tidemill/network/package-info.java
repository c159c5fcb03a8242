/** Layers in a row, models of several such networks, and the flat vector of their weights. */
@NullMarked
package io.tidemill.network;

import org.jspecify.annotations.NullMarked;
