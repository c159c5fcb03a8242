/** How long steps are as learning goes on. */
@NullMarked
package io.tidemill.schedule;

import org.jspecify.annotations.NullMarked;
