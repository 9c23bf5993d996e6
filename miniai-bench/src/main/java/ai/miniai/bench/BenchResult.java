package ai.miniai.bench;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The result of a benchmark run.
 *
 * @param machine the machine on which it was measured
 * @param workload what was trained
 * @param comparisons our speed and that of each peer, without and with statistics
 * @param statsShare the share of the statistics in our step, in each round: 1 − rate with / rate
 *     without; empty if none were recorded
 * @param peakMemory the peak memory of our process, in megabytes, after the rounds
 * @param stepTime where the time of a step of a learner goes
 * @param epoch images per second over whole epochs, and the ratio to the bare steps, if requested
 * @param batchSizes the microseconds per image by batch size, if requested
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
