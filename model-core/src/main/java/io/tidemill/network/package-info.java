/** Layers in a row, and the flat vector of their weights. */
@NullMarked
package io.tidemill.network;

import org.jspecify.annotations.NullMarked;
