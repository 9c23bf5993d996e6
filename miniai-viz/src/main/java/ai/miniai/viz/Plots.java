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
import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The pictures that tell whether a network trains in good health.
 *
 * <p>In all of them x is the batch. Where it is known to which epoch a batch belongs, thin vertical
 * lines show where epochs begin, and dark bars above the plot which batches are of validation. A
 * batch in which a layer did not run is a gap in a line, and grey in a heat map. A recording that
 * holds nothing gives a figure that says so.
 */
public final class Plots {
  private static final int MOST_IMAGES = 16;
  private static final int FEW_IMAGES = 9;

  static {
    Display.prepare();
  }

  private Plots() {}

  /**
   * The colour dimension: how the activations (or gradients, or parameters) of each layer are
   * spread, batch after batch.
   *
   * <p>One panel for each layer. Each column of pixels is the histogram of one batch: y is the
   * magnitude of an activation, zero at the bottom, and the colour is log(1 + the number of
   * activations with that magnitude), in viridis from dark (none) to yellow (as many as ever in
   * that layer); the bar beside the panel gives the numbers. Above it stands what share of the
   * activations lies past the histogram's range.
   *
   * <p>A healthy layer is a rectangle with an even gradient, the same from the first batch to the
   * last. A sick one has a thick yellow bar at the bottom, where nearly all activations are close
   * to zero, and its upper edge rises and crashes.
   *
   * <p>Histograms over octaves have y on a logarithmic axis, of which only the part is shown that
   * some layer needs; zero is below it, and counted above the panel. With more batches than pixels,
   * neighbouring batches are averaged. A batch of nothing but NaN and infinities is red.
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

  /** As {@link #colorDim(Recording)}. */
  public static Figure colorDim(ActivationStats stats) {
    return colorDim(stats.recording());
  }

  /** As {@link #colorDim(Recording)}, of hooks with {@link ai.miniai.hooks.AppendStats}. */
  public static Figure colorDim(List<Hook> hooks) {
    return colorDim(AppendStats.recording(hooks));
  }

  /**
   * The share of dead activations: those that lie in the lowest {@code lowestBins} bins of the
   * histogram. Over octaves (gradients, say), of those below the histogram, which are zero or as
   * good as that.
   *
   * <p>One panel for each layer, y from 0 to 1. The lower the line, the more of the layer is at
   * work; a line close to 1 is a layer that does nothing. See {@link
   * ai.miniai.recording.Distribution#nearZero} for what is counted.
   *
   * @param lowestBins 1 for the narrow measure, 2 for the first one of the course
   * @throws IllegalArgumentException if a histogram has fewer bins
   */
  public static Figure deadChart(Recording recording, int lowestBins) {
    DeadChart chart = new DeadChart(recording, lowestBins);
    return chart.figure("Near-zero " + recording.quantity().label(), chart.measure(), "batch", "");
  }

  /** As {@link #deadChart(Recording, int)}, with the lowest bin. */
  public static Figure deadChart(Recording recording) {
    return deadChart(recording, 1);
  }

  /** As {@link #deadChart(Recording, int)}, with the lowest bin. */
  public static Figure deadChart(ActivationStats stats) {
    return deadChart(stats.recording());
  }

  /** As {@link #deadChart(Recording, int)}. */
  public static Figure deadChart(ActivationStats stats, int lowestBins) {
    return deadChart(stats.recording(), lowestBins);
  }

  /** As {@link #deadChart(Recording, int)}, with the lowest bin. */
  public static Figure deadChart(List<Hook> hooks) {
    return deadChart(AppendStats.recording(hooks));
  }

  /** As {@link #deadChart(Recording, int)}. */
  public static Figure deadChart(List<Hook> hooks, int lowestBins) {
    return deadChart(AppendStats.recording(hooks), lowestBins);
  }

  /**
   * Means (left) and standard deviations (right) of the activations, a line for each layer.
   *
   * <p>In good health means stay near 0 and deviations near 1. Deviations near 0 are a disaster:
   * all activations of the layer are the same. Values that grow exponentially, crash, and grow
   * again are the classic shape of training gone wrong.
   *
   * <p>Of other quantities, which span decades, the axes are logarithmic, and of the means the
   * magnitudes are shown; 0 is a gap.
   *
   * <p>Up to ten layers have colours of their own; more are coloured by depth, from violet (first)
   * to yellow (last).
   */
  public static Figure plotStats(Recording recording) {
    return StatsPlot.of(recording, capitalized(recording.quantity().label()));
  }

  /** As {@link #plotStats(Recording)}. */
  public static Figure plotStats(ActivationStats stats) {
    return plotStats(stats.recording());
  }

  /** As {@link #plotStats(Recording)}, of hooks with {@link ai.miniai.hooks.AppendStats}. */
  public static Figure plotStats(List<Hook> hooks) {
    return plotStats(AppendStats.recording(hooks));
  }

  /**
   * The share of dead units: channels or features that put out the same value for all items of a
   * batch. One panel for each layer, y from 0 to 1; above it stands which units were dead in all
   * batches. See {@link ai.miniai.recording.DeadUnits}.
   *
   * @param recording of activations, or of gradients: then of units that get none
   */
  public static Figure deadUnits(Recording recording) {
    return new DeadUnitsChart(recording)
        .figure("Dead units (" + recording.quantity().label() + ")", "share of units", "batch", "");
  }

  /**
   * The update : weight ratio of each parameter over the batches, on a logarithmic axis. In good
   * health lines are near 10⁻³, which is marked: far above it the rate is too high for a parameter,
   * far below it the parameter hardly learns.
   *
   * @param run with what a {@link ai.miniai.hooks.ParameterStats} has recorded
   */
  public static Figure updateRatios(RunRecord run) {
    return UpdateRatioPlot.of(run, "Update : weight");
  }

  /**
   * How the magnitudes are spread in training (blue) and in validation (red), in the last epoch
   * that was recorded in both modes. One panel for each layer: x is the magnitude, y the share of
   * values in a bin, on a logarithmic axis. Above it stands the distance between the two, from 0
   * (the same) to 1: see {@link ai.miniai.recording.ModeComparison}.
   *
   * @param recording of training and validation batches
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

  /** What it costs to watch each layer, the dearest first. */
  public static Figure watchingCost(RunRecord run) {
    return CostChart.of(WatchingCost.of(run), "The cost of watching");
  }

  /** As {@link #updateRatios(RunRecord)}. */
  public static Figure updateRatios(ParameterStats stats) {
    return updateRatios(RunRecord.of(stats.recordings()));
  }

  private static String capitalized(String text) {
    return Ascii.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  /**
   * The training loss of each batch as a line, and the validation loss at the end of each epoch.
   *
   * <p>Losses that are NaN or infinite are gaps, and are counted below the chart.
   */
  public static Figure lossCurve(LossHistory history) {
    return LossPlot.of(history, "Loss");
  }

  /**
   * What was recorded in a fit, such as learning rate and momentum: a panel for each quantity.
   * Numbers that are NaN or infinite are gaps, and are counted beside the panel's name.
   */
  public static Figure recorderPlot(RecorderCB recorder) {
    return RecorderPlot.of(recorder.lines(), "Training");
  }

  /**
   * The loss at each learning rate that was tried, the rates on a logarithmic axis, and a point for
   * each rate that {@link LRFinderCB#suggestions} names. The last loss, which ended the search, may
   * lie above the chart.
   */
  public static Figure lrFinderPlot(LRFinderCB finder) {
    Map<String, Double> suggestions = new LinkedHashMap<>();
    finder
        .suggestions()
        .forEach((method, rate) -> suggestions.put(Ascii.toLowerCase(method.name()), rate));
    return LrFinderPlot.of(finder.rates(), finder.losses(), suggestions, "Learning rate finder");
  }

  /**
   * The first images of a batch, at most 16, each under its label.
   *
   * @param batch whose inputs are [batch, 1 or 3, height, width]: from 0 (black) to 1 (white), or,
   *     if a value lies outside, from the least to the greatest value; targets are class labels
   *     [batch], probabilities [batch, classes], or missing
   * @throws IllegalArgumentException if the inputs have another shape
   */
  public static Figure showImages(Batch batch) {
    return showImages(batch, List.of());
  }

  /**
   * As {@link #showImages(Batch)}, with names for the labels.
   *
   * @param classNames by label
   * @throws IllegalArgumentException if a label has no name
   */
  public static Figure showImages(Batch batch, List<String> classNames) {
    return showImages(batch, classNames, MOST_IMAGES);
  }

  /**
   * As {@link #showImages(Batch, List)}, with more images or fewer.
   *
   * @param classNames by label; empty for the labels themselves
   * @param most the greatest number of images, at least 1
   */
  public static Figure showImages(Batch batch, List<String> classNames, int most) {
    return Images.of(batch, classNames, most);
  }

  /**
   * The first images of a training batch, at most 9, as the model would get them: when all
   * callbacks have changed the batch. Nothing is trained, and random numbers stay as they were, so
   * that the next fit begins with this batch.
   *
   * @param learner whose inputs are as {@link #showImages(Batch)} wants them
   * @param extra more callbacks for this batch, such as {@link
   *     ai.miniai.callback.training.BatchTransformCB}
   */
  public static Figure showImageBatch(Learner learner, Callback... extra) {
    return showImageBatch(learner, List.of(), FEW_IMAGES, extra);
  }

  /**
   * As {@link #showImageBatch(Learner, Callback...)}, with names for the labels.
   *
   * @param classNames by label; empty for the labels themselves
   * @param most the greatest number of images, at least 1
   */
  public static Figure showImageBatch(
      Learner learner, List<String> classNames, int most, Callback... extra) {
    return FirstBatchCB.of(learner, true, batch -> showImages(batch, classNames, most), extra);
  }

  /** Several figures in a row, a run before and after it was mended, say; at least one. */
  public static Figure beside(Figure... figures) {
    checkArgument(figures.length > 0, "there is no figure to draw");
    return new Beside(ImmutableList.copyOf(figures)).figure();
  }
}
