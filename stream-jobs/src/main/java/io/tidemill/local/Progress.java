package io.tidemill.local;

import io.tidemill.snapshot.ModelVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a run has come: what its screen shows.
 *
 * @param eventTime newest that was answered, milliseconds; the least long: none was
 * @param model in service; null: none yet
 * @param publishedAt when it was, by the clock, milliseconds; null: before this run
 * @param refused candidates that the gate did not publish
 * @param open incidents, the newest first
 * @param course of the quality, from the start of the run to now
 */
record Progress(
    Summary soFar,
    long eventTime,
    @Nullable ModelVersion model,
    @Nullable Long publishedAt,
    long refused,
    List<Incident> open,
    List<? extends Quality> course) {}
