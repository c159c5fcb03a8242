/** Files of labelled images, to learn from before a stream begins. */
@NullMarked
package io.tidemill.dataset;

import org.jspecify.annotations.NullMarked;
