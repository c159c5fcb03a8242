/** The simulated water utility of the demo: what its stations read, and what is wrong with them. */
@NullMarked
package io.tidemill.demo;

import org.jspecify.annotations.NullMarked;
