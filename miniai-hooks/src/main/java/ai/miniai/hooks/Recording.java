package ai.miniai.hooks;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * What was recorded of some layers: the form in which it is drawn and stored.
 *
 * @param layers in the order of the modules
 * @param columns the batch that each column of the layers stands for; empty if that is not known
 */
public record Recording(ImmutableList<LayerStats> layers, ImmutableList<Column> columns) {
  /**
   * The batch that a column stands for.
   *
   * @param epoch from 0
   * @param iteration in its epoch, from 0
   * @param training false for a validation batch
   */
  public record Column(int epoch, int iteration, boolean training) {}

  /** What hooks with {@link AppendStats} have gathered. */
  public static Recording of(List<Hook> hooks) {
    return new Recording(
        hooks.stream().map(Hook::stats).collect(ImmutableList.toImmutableList()),
        ImmutableList.of());
  }
}
