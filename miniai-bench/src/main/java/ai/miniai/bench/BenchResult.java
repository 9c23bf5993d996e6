package ai.miniai.bench;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run has found out.
 *
 * @param machine on what it was measured
 * @param workload what was trained
 * @param comparisons ours beside each peer, without and with statistics
 * @param statsShare which part of our step statistics are, in each round: 1 − rate with / rate
 *     without; empty if none were taken
 * @param peakMemory of our process, in megabytes, after the rounds
 * @param stepTime where the time of a step of a learner goes
 * @param epoch images per second of whole epochs beside the bare steps, if that was asked for
 * @param batchSizes the microseconds for each image by batch size, if that was asked for
 */
record BenchResult(
    String machine,
    Workload workload,
    ImmutableList<Comparison> comparisons,
    Optional<Series> statsShare,
    OptionalLong peakMemory,
    StepTime stepTime,
    Optional<Epochs> epoch,
    ImmutableMap<Integer, Series> batchSizes) {

  /**
   * Whole epochs with data loading, metrics and validation.
   *
   * @param rates training images per second in each round
   * @param ratio to bare steps with the same statistics
   */
  record Epochs(Series rates, Series ratio) {}
}
