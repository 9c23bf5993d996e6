package ai.miniai.viz;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.callback.Callback;
import ai.miniai.callback.progress.LossHistory;
import ai.miniai.callback.schedule.LRFinderCB;
import ai.miniai.callback.schedule.RecorderCB;
import ai.miniai.callback.training.FirstBatchCB;
import ai.miniai.data.Batch;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.hooks.AppendStats;
import ai.miniai.hooks.Hook;
import ai.miniai.hooks.ParameterStats;
import ai.miniai.learner.Learner;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import ai.miniai.recording.RunRecord;
import ai.miniai.recording.WatchingCost;
import ai.miniai.tensor.Tensor;
import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Plots that show whether a network trains well.
 *
 * <p>In all of them x is the batch. If the epoch of each batch is known, thin vertical lines show
 * where epochs start, and dark bars above the plot mark validation batches. If a layer did not run
 * in a batch, this is a gap in a line, and grey in a heat map. An empty recording gives a figure
 * that says so.
 */
public final class Plots {
  private static final int MOST_IMAGES = 16;
  private static final int FEW_IMAGES = 9;

  static {
    Display.prepare();
  }

  private Plots() {}

  /**
   * The colour dimension: the distribution of the activations (or gradients, or parameters) of each
   * layer, batch by batch.
   *
   * <p>There is one panel per layer. Each column of pixels is the histogram of one batch: y is the
   * magnitude of an activation, zero at the bottom. The colour is log(1 + the number of activations
   * with that magnitude), in viridis from dark (none) to yellow (the maximum of that layer); the
   * bar next to the panel shows the scale. The number above the panel is the share of activations
   * beyond the histogram's range.
   *
   * <p>A healthy layer is a rectangle with a smooth gradient that is the same from the first batch
   * to the last. A sick layer has a thick yellow bar at the bottom, where nearly all activations
   * are close to zero, and its upper edge rises and crashes.
   *
   * <p>Histograms over octaves have a logarithmic y-axis, limited to the range that some layer
   * uses. Zeros are below that range, and are counted above the panel. If there are more batches
   * than pixels, neighbouring batches are averaged. A batch with only NaN and infinities is red.
   */
  public static Figure colorDim(Recording recording) {
    Quantity quantity = recording.quantity();
    return new ColorDim(recording)
        .figure(
            capitalized(quantity.singular()) + " histograms",
            "|" + quantity.singular() + "|",
            "batch",
            quantity.label() + " per bin");
  }

  /** Like {@link #colorDim(Recording)}. */
  public static Figure colorDim(ActivationStats stats) {
    return colorDim(stats.recording());
  }

  /** Like {@link #colorDim(Recording)}, for hooks with {@link ai.miniai.hooks.AppendStats}. */
  public static Figure colorDim(List<Hook> hooks) {
    return colorDim(AppendStats.recording(hooks));
  }

  /**
   * The share of dead activations: those in the lowest {@code lowestBins} bins of the histogram.
   * Over octaves (for example of gradients), those below the histogram, which are zero or
   * practically zero.
   *
   * <p>There is one panel per layer, with y from 0 to 1. The lower the line, the more of the layer
   * is active; a line close to 1 is a layer that does nothing. See {@link
   * ai.miniai.recording.Distribution#nearZero} for what is counted.
   *
   * @param lowestBins 1 for the narrow measure, 2 for the first one of the course
   * @throws IllegalArgumentException if a histogram has fewer bins
   */
  public static Figure deadChart(Recording recording, int lowestBins) {
    DeadChart chart = new DeadChart(recording, lowestBins);
    return chart.figure("Near-zero " + recording.quantity().label(), chart.measure(), "batch", "");
  }

  /** Like {@link #deadChart(Recording, int)}, with one bin. */
  public static Figure deadChart(Recording recording) {
    return deadChart(recording, 1);
  }

  /** Like {@link #deadChart(Recording, int)}, with one bin. */
  public static Figure deadChart(ActivationStats stats) {
    return deadChart(stats.recording());
  }

  /** Like {@link #deadChart(Recording, int)}. */
  public static Figure deadChart(ActivationStats stats, int lowestBins) {
    return deadChart(stats.recording(), lowestBins);
  }

  /** Like {@link #deadChart(Recording, int)}, with one bin. */
  public static Figure deadChart(List<Hook> hooks) {
    return deadChart(AppendStats.recording(hooks));
  }

  /** Like {@link #deadChart(Recording, int)}. */
  public static Figure deadChart(List<Hook> hooks, int lowestBins) {
    return deadChart(AppendStats.recording(hooks), lowestBins);
  }

  /**
   * Means (left) and standard deviations (right) of the activations, one line per layer.
   *
   * <p>In a healthy network means stay near 0 and standard deviations near 1. A standard deviation
   * near 0 is a disaster: all activations of the layer are the same. Values that grow
   * exponentially, crash, and grow again are the typical sign of failing training.
   *
   * <p>For other quantities, which span many orders of magnitude, the axes are logarithmic. Then
   * the magnitude of the means is shown, and 0 is a gap.
   *
   * <p>Up to ten layers have distinct colours; more layers are coloured by depth, from violet
   * (first) to yellow (last).
   */
  public static Figure plotStats(Recording recording) {
    return StatsPlot.of(recording, capitalized(recording.quantity().label()));
  }

  /** Like {@link #plotStats(Recording)}. */
  public static Figure plotStats(ActivationStats stats) {
    return plotStats(stats.recording());
  }

  /** Like {@link #plotStats(Recording)}, for hooks with {@link ai.miniai.hooks.AppendStats}. */
  public static Figure plotStats(List<Hook> hooks) {
    return plotStats(AppendStats.recording(hooks));
  }

  /**
   * The share of dead units: channels or features whose output is the same for all items of a
   * batch. There is one panel per layer, with y from 0 to 1; above it are the units that are dead
   * in the last tenth of the columns. See {@link ai.miniai.recording.DeadUnits}.
   *
   * @param recording a recording of activations, or of gradients: then these are units that get no
   *     gradient
   */
  public static Figure deadUnits(Recording recording) {
    return new DeadUnitsChart(recording)
        .figure("Dead units (" + recording.quantity().label() + ")", "share of units", "batch", "");
  }

  /**
   * The update : weight ratio of each parameter over the batches, on a logarithmic axis. In a
   * healthy run lines are near 10⁻³, which is marked. Far above it the learning rate is too high
   * for a parameter; far below it the parameter hardly learns.
   *
   * @param run a record that contains what {@link ai.miniai.hooks.ParameterStats} records
   */
  public static Figure updateRatios(RunRecord run) {
    return UpdateRatioPlot.of(run, "Update : weight");
  }

  /**
   * The distributions of the magnitudes in training (blue) and in validation (red), in the last
   * epoch that was recorded in both modes. There is one panel per layer: x is the magnitude, y the
   * share of values in a bin, on a logarithmic axis. The number above the panel is the distance
   * between the two, from 0 (the same) to 1: see {@link ai.miniai.recording.ModeComparison}.
   *
   * @param recording a recording of training and validation batches
   */
  public static Figure modes(Recording recording) {
    Quantity quantity = recording.quantity();
    return new ModesChart(recording)
        .figure(
            capitalized(quantity.label()) + " in training and validation",
            "share of " + quantity.label(),
            "|" + quantity.singular() + "|",
            "");
  }

  /** The cost of recording each layer, the most expensive first. */
  public static Figure watchingCost(RunRecord run) {
    return CostChart.of(WatchingCost.of(run), "The cost of watching");
  }

  /** Like {@link #updateRatios(RunRecord)}. */
  public static Figure updateRatios(ParameterStats stats) {
    return updateRatios(RunRecord.of(stats.recordings()));
  }

  private static String capitalized(String text) {
    return Ascii.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  /**
   * The training loss of each batch as a line, and the validation loss at the end of each epoch.
   *
   * <p>Losses that are NaN or infinite are gaps; their number is given below the chart.
   */
  public static Figure lossCurve(LossHistory history) {
    return LossPlot.of(history, "Loss");
  }

  /**
   * The values that were recorded in a fit, such as learning rate and momentum: one panel per
   * quantity. Values that are NaN or infinite are gaps; their number is given next to the name of
   * the panel.
   */
  public static Figure recorderPlot(RecorderCB recorder) {
    return RecorderPlot.of(recorder.lines(), "Training");
  }

  /**
   * The loss at each learning rate that was tested, with a logarithmic x-axis, and a point for each
   * suggestion of {@link LRFinderCB#suggestions}. The last loss, which ended the search, may be
   * above the chart.
   */
  public static Figure lrFinderPlot(LRFinderCB finder) {
    Map<String, Double> suggestions = new LinkedHashMap<>();
    finder
        .suggestions()
        .forEach((method, rate) -> suggestions.put(Ascii.toLowerCase(method.name()), rate));
    return LrFinderPlot.of(finder.rates(), finder.losses(), suggestions, "Learning rate finder");
  }

  /**
   * The first images of a batch, at most 16, each with its label.
   *
   * @param batch with inputs [batch, 1 or 3, height, width]. Values are shown from 0 (black) to 1
   *     (white), or, if a value is outside this range, from the minimum to the maximum. Targets are
   *     class labels [batch], probabilities [batch, classes], or missing
   * @throws IllegalArgumentException if the inputs have another shape
   */
  public static Figure showImages(Batch batch) {
    return showImages(batch, List.of());
  }

  /**
   * Like {@link #showImages(Batch)}, with class names.
   *
   * @param classNames by class index
   * @throws IllegalArgumentException if a label has no name
   */
  public static Figure showImages(Batch batch, List<String> classNames) {
    return showImages(batch, classNames, MOST_IMAGES);
  }

  /**
   * Like {@link #showImages(Batch, List)}, with another number of images.
   *
   * @param classNames by class index; empty to show the index
   * @param most the maximum number of images, at least 1
   */
  public static Figure showImages(Batch batch, List<String> classNames, int most) {
    return Images.of(batch, classNames, most);
  }

  /**
   * Like {@link #showImages(Batch, List)}, with a heat map over each image, half transparent: what
   * a network looks at, say.
   *
   * @param maps [batch, height, width], as large as the images. The colour is viridis, from dark (0
   *     or less) to yellow (the largest value in that image); NaN is red
   * @param classNames by class index; empty to show the index
   * @throws IllegalArgumentException if the images or the maps have another shape
   */
  public static Figure showHeatMaps(Batch batch, Tensor maps, List<String> classNames) {
    return Images.of(batch, maps, classNames, MOST_IMAGES);
  }

  /**
   * The first images of a training batch, at most 9, as the model would get them: after all
   * callbacks have changed the batch. Nothing is trained, and the state of the random number
   * generator is restored, so that the next fit starts with this batch.
   *
   * @param learner its inputs must have the shape that {@link #showImages(Batch)} requires
   * @param extra more callbacks for this batch, such as {@link
   *     ai.miniai.callback.training.BatchTransformCB}
   */
  public static Figure showImageBatch(Learner learner, Callback... extra) {
    return showImageBatch(learner, List.of(), FEW_IMAGES, extra);
  }

  /**
   * Like {@link #showImageBatch(Learner, Callback...)}, with class names.
   *
   * @param classNames by class index; empty to show the index
   * @param most the maximum number of images, at least 1
   */
  public static Figure showImageBatch(
      Learner learner, List<String> classNames, int most, Callback... extra) {
    return FirstBatchCB.of(learner, true, batch -> showImages(batch, classNames, most), extra);
  }

  /** Several figures side by side, for example a run before and after a fix; at least one. */
  public static Figure beside(Figure... figures) {
    checkArgument(figures.length > 0, "there is no figure to draw");
    return new Beside(ImmutableList.copyOf(figures)).figure();
  }
}
