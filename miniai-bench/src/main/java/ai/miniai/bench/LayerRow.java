package ai.miniai.bench;

import com.google.common.collect.ImmutableList;

/**
 * The speed of one layer.
 *
 * @param inputShape the shape of its input, [items, ...]
 * @param comparisons our speed and that of each peer, in items per second
 */
record LayerRow(LayerCase layer, long[] inputShape, ImmutableList<Comparison> comparisons) {
  /** The microseconds for a step, forward and backward, at this speed. */
  double micros(Series rates) {
    return 1e6 * inputShape[0] / rates.median();
  }
}
