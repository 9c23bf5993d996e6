package ai.miniai.hooks;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * What was recorded of some layers: the form in which it is drawn and stored.
 *
 * @param layers in the order of the modules
 * @param columns what each column of the layers stands for; empty if that is not known
 */
public record Recording(ImmutableList<LayerStats> layers, ImmutableList<Column> columns) {
  /**
   * What a column stands for: one batch, or in long recordings several that follow one another.
   *
   * @param epoch from 0
   * @param iteration of the first batch in its epoch, from 0
   * @param training false for validation batches
   * @param batches the number of batches
   */
  public record Column(int epoch, int iteration, boolean training, int batches) {
    /** One batch. */
    public Column(int epoch, int iteration, boolean training) {
      this(epoch, iteration, training, 1);
    }
  }

  /** What hooks with {@link AppendStats} have gathered. */
  public static Recording of(List<Hook> hooks) {
    return new Recording(
        hooks.stream().map(Hook::stats).collect(ImmutableList.toImmutableList()),
        ImmutableList.of());
  }
}
