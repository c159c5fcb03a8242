package io.tidemill.learning;

import java.util.OptionalLong;

/**
 * Where a learner stands.
 *
 * @param epoch of the versions it makes
 * @param steps batches learned; the sequence of the next version
 * @param sequences learned, replays not counted
 * @param learnedUntil every outcome up to this event time, milliseconds, is in the weights; empty:
 *     nothing has been learned
 * @param trainLoss of the batches before they were learned, averaged over about 50; NaN: none yet
 * @param waiting sequences that have arrived but are not learned yet
 * @param late sequences that came behind the watermark and were not learned
 * @param recoveries how often the weights were no longer finite and earlier ones took their place
 * @param outliers events that were not learned as too many of their features were far from all
 *     before
 * @param withheld sequences whose label was not believed and not learned
 * @param doubting whether labels are being doubted now
 * @param returns how often earlier weights, which answered better, took the newer ones' place
 */
public record Progress(
    int epoch,
    long steps,
    long sequences,
    OptionalLong learnedUntil,
    double trainLoss,
    int waiting,
    long late,
    long recoveries,
    long outliers,
    long withheld,
    boolean doubting,
    long returns) {}
