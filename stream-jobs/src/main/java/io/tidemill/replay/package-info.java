/** Past events answered again: what a version would have said. */
@NullMarked
package io.tidemill.replay;

import org.jspecify.annotations.NullMarked;
