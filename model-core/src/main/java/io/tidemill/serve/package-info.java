/** The network in service: one step for many rows, without allocation. */
@NullMarked
package io.tidemill.serve;

import org.jspecify.annotations.NullMarked;
