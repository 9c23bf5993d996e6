package ai.miniai.viz;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.callback.Callback;
import ai.miniai.callback.progress.LossHistory;
import ai.miniai.callback.schedule.LRFinderCB;
import ai.miniai.callback.schedule.RecorderCB;
import ai.miniai.callback.schedule.SuggestionMethod;
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
 * <p>In all of them x is the number of training steps so far ({@link
 * ai.miniai.recording.StepClock}), so pictures of a run have the same axis. Epochs are numbered
 * above the plot, with a thin line where each starts. Validation takes no step: triangles above the
 * plot mark where it took place, and its values are dots. What was not recorded is a gap in a line
 * and grey in a heat map; if only some batches are recorded as a rule, every tenth say, a column
 * reaches to the next one. NaN and infinities are magenta. An empty recording gives a figure that
 * says so. A recording without columns (hooks by themselves) counts its batches.
 *
 * <p>A few extreme values do not flatten the others: they are left out of the axis, and the picture
 * says so.
 *
 * <p>All plots of a {@link Recording} draw some of its layers if they get {@link Recording#only}.
 * In an SVG, text is text, and layers explain themselves under the pointer.
 */
public final class Plots {
  private static final int MOST_IMAGES = 16;
  private static final int FEW_IMAGES = 9;

  static {
    Display.prepare();
  }

  private Plots() {}

  /**
   * All layers of a run at one glance, by name: maps of layers (rows) and steps, for any number of
   * layers. The first picture to look at.
   *
   * <ul>
   *   <li>Standard deviations of activations: pale is 1, as it should be; blue is below it, red is
   *       above it, and the darkest colours are a hundredth and a hundredfold.
   *   <li>The share of near-zero activations, and of dead units: yellow is all of them.
   *   <li>The same of gradients, if they were recorded; no size of theirs is the right one.
   *   <li>The update : weight ratio of each parameter: pale is 10⁻³, as it should be.
   * </ul>
   *
   * <p>Where several batches share a pixel or a column, the one that stands out is shown.
   */
  public static Figure overview(RunRecord run) {
    return Overview.of(run, "Overview");
  }

  /** Like {@link #overview(RunRecord)}, of one recording. */
  public static Figure overview(Recording recording) {
    return Overview.of(recording, "Overview of " + recording.quantity().label());
  }

  /**
   * The colour dimension: the distribution of the activations (or gradients, or parameters) of each
   * layer, batch by batch.
   *
   * <p>There is one panel per layer. Each column of pixels is the histogram of one batch: y is the
   * magnitude of an activation, zero at the bottom. The colour is log(1 + the number of activations
   * with that magnitude), in viridis from dark (none) to yellow (the maximum of that layer); the
   * bar next to the panel shows the scale. Exact zeros, such as those of a ReLU, are in a strip of
   * their own below the others, if their number is known; larger magnitudes than those of the axis
   * are in a strip above, and so are NaN and infinities. The numbers above the panel are the shares
   * of what is in the strips.
   *
   * <p>A healthy layer is a rectangle with a smooth gradient that is the same from the first batch
   * to the last. A sick layer has a thick yellow bar at the bottom, where nearly all activations
   * are close to zero, and its upper edge rises and crashes.
   *
   * <p>Histograms over octaves have a logarithmic y-axis, limited to the range that some layer
   * uses. Batches of validation are not shown. If there are more batches than pixels, neighbouring
   * batches are averaged.
   */
  public static Figure colorDim(Recording recording) {
    return colorDim(recording, HistogramRange.SHARED);
  }

  /** Like {@link #colorDim(Recording)}, with the magnitudes that {@code range} says. */
  public static Figure colorDim(Recording recording, HistogramRange range) {
    Quantity quantity = recording.quantity();
    return new ColorDim(recording, range)
        .figure(
            capitalized(quantity.singular()) + " histograms",
            "|" + quantity.singular() + "|",
            "",
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
    return chart.figure("Near-zero " + recording.quantity().label(), chart.measure(), "", "");
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
   * <p>The axis of the deviations is logarithmic, with 0 at its lower edge. If a column stands for
   * several batches, a shaded area reaches from the smallest deviation of one of them to the
   * largest. For other quantities than activations, which span many orders of magnitude, the means
   * have a logarithmic axis too; it shows their magnitudes.
   *
   * <p>Up to ten layers have distinct colours; more layers are coloured by depth, from violet
   * (first) to yellow (last).
   */
  public static Figure plotStats(Recording recording) {
    return StatsPlot.of(recording, "Means and deviations of " + recording.quantity().label());
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
        .figure("Dead units (" + recording.quantity().label() + ")", "share of units", "", "");
  }

  /**
   * The update : weight ratio of each parameter over time, on a logarithmic axis. In a healthy run
   * lines are near 10⁻³, which is marked. Far above it the learning rate is too high for a
   * parameter; far below it the parameter hardly learns.
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
   * The training loss of each batch (thin), the median of the twentieth of all steps around it
   * (bold), and the validation loss at the end of each epoch. A dashed line is the loss of
   * guessing, of a model that ignores its inputs, if the run recorded it.
   *
   * <p>Where losses are NaN or infinite the plot is magenta; their number is given below the chart.
   */
  public static Figure lossCurve(RunRecord run) {
    return LossPlot.of(run, "Loss");
  }

  /** Like {@link #lossCurve(RunRecord)}, without guessing. */
  public static Figure lossCurve(LossHistory history) {
    return LossPlot.of(history, "Loss");
  }

  /**
   * The values that were recorded in a fit, such as learning rate and momentum: one panel per
   * quantity. Where values are NaN or infinite the plot is magenta; their number is given next to
   * the name of the panel.
   */
  public static Figure recorderPlot(RecorderCB recorder) {
    return RecorderPlot.of(recorder.lines(), "Recorded in training");
  }

  /**
   * The loss at each learning rate that was tested, with a logarithmic x-axis, and a point for each
   * suggestion of {@link LRFinderCB#suggestions}; "minimum / 10" is a tenth of the rate of the
   * lowest loss, as in fastai. The last loss, which ended the search, may be above the chart.
   */
  public static Figure lrFinderPlot(LRFinderCB finder) {
    Map<String, Double> suggestions = new LinkedHashMap<>();
    finder.suggestions().forEach((method, rate) -> suggestions.put(name(method), rate));
    return LrFinderPlot.of(finder.rates(), finder.losses(), suggestions, "Learning rate finder");
  }

  /** What the point of a suggestion is. */
  private static String name(SuggestionMethod method) {
    String name = Ascii.toLowerCase(method.name());
    return method == SuggestionMethod.MINIMUM ? name + " / 10" : name;
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
   *     or less) to yellow (the largest value in that image); NaN is magenta
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

  /**
   * Several figures side by side, for example a run before and after a fix; at least one. Together
   * wider than a page, they are drawn one below the other.
   */
  public static Figure beside(Figure... figures) {
    checkArgument(figures.length > 0, "there is no figure to draw");
    return new Beside(ImmutableList.copyOf(figures)).figure();
  }
}
