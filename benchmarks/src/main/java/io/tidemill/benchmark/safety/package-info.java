/** What bad data does to the version in service. */
@NullMarked
package io.tidemill.benchmark.safety;

import org.jspecify.annotations.NullMarked;
