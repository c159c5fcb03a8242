/** One answer from those of several models, and which of them are worth their cost. */
@NullMarked
package io.tidemill.ensemble;

import org.jspecify.annotations.NullMarked;
