package ai.miniai.hooks;

import ai.miniai.histogram.Bins;
import ai.miniai.nn.Module;
import ai.miniai.recording.Recording;
import ai.miniai.recording.SafeRecorder;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * A hook function that appends mean, standard deviation and histogram of the output to {@link
 * Hook#stats}. Outputs that are integers or empty are skipped.
 */
public final class AppendStats implements HookFunction {
  private final Bins bins;

  /** With histograms of the magnitude in 50 bins over [0, 10]. */
  public AppendStats() {
    this(Bins.DEFAULT);
  }

  /** With histograms of the magnitude in these bins. */
  public AppendStats(Bins bins) {
    this.bins = bins;
  }

  @Override
  public void call(Hook hook, Module module, List<Tensor> inputs, Tensor output) {
    if (SafeRecorder.isFit(output)) {
      hook.stats(bins).append(output);
    }
  }

  /** What hooks with this function have gathered. */
  public static Recording recording(List<Hook> hooks) {
    return new Recording(
        hooks.stream().map(Hook::stats).collect(ImmutableList.toImmutableList()),
        ImmutableList.of());
  }
}
