/** What learning makes small. */
@NullMarked
package io.tidemill.loss;

import org.jspecify.annotations.NullMarked;
