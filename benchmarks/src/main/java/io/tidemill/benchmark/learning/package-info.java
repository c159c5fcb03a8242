/** The learner as a job: how soon it has learned, and how fast it learns. */
@NullMarked
package io.tidemill.benchmark.learning;

import org.jspecify.annotations.NullMarked;
