/** Layers: immutable records over weights and state that are passed in. */
@NullMarked
package io.tidemill.layer;

import org.jspecify.annotations.NullMarked;
