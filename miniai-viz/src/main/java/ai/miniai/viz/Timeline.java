package ai.miniai.viz;

import static com.google.common.collect.ImmutableSortedMap.toImmutableSortedMap;
import static java.util.Comparator.naturalOrder;

import ai.miniai.recording.Distribution;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Recording;
import ai.miniai.recording.RunRecord;
import ai.miniai.recording.StepClock;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.commons.math3.util.ResizableDoubleArray;

/**
 * When the columns of a recording were, on the clock of the fit: {@link StepClock}. A training
 * batch takes one step; validation takes none, and stands between two steps.
 *
 * @param sections the columns of training batches, in order of time
 * @param validation the columns of each validation pass, by the step at which it took place
 * @param end the step at the end of the axis
 * @param pass the number of steps of an epoch; 0 if it is not known
 * @param title what is counted
 */
record Timeline(
    ImmutableList<Section> sections,
    ImmutableSortedMap<Double, ImmutableList<Integer>> validation,
    double end,
    int pass,
    String title) {
  /**
   * A column of training batches.
   *
   * @param column its index
   * @param begin the step of its first batch
   * @param end the step after its last one; a batch that was left out as usual (every second one,
   *     say) belongs to the column before it
   * @param batches the number of batches that were recorded
   */
  record Section(int column, double begin, double end, int batches) {
    double middle() {
      return begin + (end - begin) / 2;
    }
  }

  /** A distance that is larger than those next to it by this factor is a gap. */
  private static final double GAP = 2;

  static final String STEPS = "training steps";

  /** The columns of a recording; if it does not say what they are, they are counted. */
  static Timeline of(Recording recording) {
    return of(recording, StepClock.of(recording));
  }

  /** The columns of a recording of a run; the axis is that of the run. */
  static Timeline of(Recording recording, RunRecord run) {
    Timeline time = of(recording, StepClock.of(run));
    return time.title.equals(STEPS) ? time.until(run.losses().training().size()) : time;
  }

  private static Timeline of(Recording recording, StepClock clock) {
    List<Recording.Column> columns = recording.columns();
    if (columns.isEmpty()) {
      return counted(recording.layers().stream().mapToInt(LayerStats::size).max().orElse(0));
    }
    return columns.stream().anyMatch(Recording.Column::training)
        ? clocked(columns, clock)
        : inOrder(columns);
  }

  /** This many columns of one batch each. */
  static Timeline counted(int columns) {
    return new Timeline(
        IntStream.range(0, columns)
            .mapToObj(i -> new Section(i, i, i + 1, 1))
            .collect(ImmutableList.toImmutableList()),
        ImmutableSortedMap.of(),
        columns,
        0,
        "batches");
  }

  /** Without training there is no clock: validation batches one after the other. */
  private static Timeline inOrder(List<Recording.Column> columns) {
    ImmutableList.Builder<Section> sections = ImmutableList.builder();
    double end = 0;
    for (int i = 0; i < columns.size(); i++) {
      int batches = columns.get(i).batches();
      sections.add(new Section(i, end, end + batches, batches));
      end += batches;
    }
    return new Timeline(sections.build(), ImmutableSortedMap.of(), end, 0, "validation batches");
  }

  private static Timeline clocked(List<Recording.Column> columns, StepClock clock) {
    int[] training =
        IntStream.range(0, columns.size()).filter(i -> columns.get(i).training()).toArray();
    double[] begins =
        Arrays.stream(training).mapToDouble(i -> clock.step(columns.get(i).place())).toArray();
    int[] batches = Arrays.stream(training).map(i -> columns.get(i).batches()).toArray();
    ImmutableList.Builder<Section> sections = ImmutableList.builder();
    double end = 0;
    for (int i = 0; i < training.length; i++) {
      end = begins[i] + length(i, begins, batches, clock.batchesPerPass());
      sections.add(new Section(training[i], begins[i], end, batches[i]));
    }
    ListMultimap<Double, Integer> passes = MultimapBuilder.treeKeys().arrayListValues().build();
    for (int i = 0; i < columns.size(); i++) {
      if (!columns.get(i).training()) {
        double step = clock.step(columns.get(i).place());
        passes.put(step, i);
        end = Math.max(end, step);
      }
    }
    ImmutableSortedMap<Double, ImmutableList<Integer>> validation =
        passes.keySet().stream()
            .collect(
                toImmutableSortedMap(
                    naturalOrder(), step -> step, step -> ImmutableList.copyOf(passes.get(step))));
    return new Timeline(sections.build(), validation, end, clock.batchesPerPass(), STEPS);
  }

  /** The number of steps of column {@code i}: to the next one, unless there is a gap. */
  private static double length(int i, double[] begins, int[] batches, int pass) {
    double before = rate(i - 1, begins, batches);
    double rate = rate(i, begins, batches);
    double after = rate(i + 1, begins, batches);
    if (Double.isNaN(rate)) { // the last one: as long as the one before, within the epoch
      double passEnd = (Math.floor(begins[i] / pass) + 1) * pass;
      double usual = Double.isNaN(before) ? batches[i] : before * batches[i];
      return Math.max(batches[i], Math.min(usual, passEnd - begins[i]));
    }
    double usual =
        Double.isNaN(before) ? after : Double.isNaN(after) ? before : Math.max(before, after);
    boolean gap = rate > GAP * usual;
    return gap ? batches[i] * (Double.isNaN(before) ? after : before) : rate * batches[i];
  }

  /** The distance to the next column for each recorded batch; NaN if there is none. */
  private static double rate(int i, double[] begins, int... batches) {
    return i < 0 || i + 1 >= begins.length
        ? Double.NaN
        : Math.max(1, (begins[i + 1] - begins[i]) / batches[i]);
  }

  /** The same with an axis that reaches at least to {@code step}. */
  Timeline until(double step) {
    return new Timeline(sections, validation, Math.max(end, step), pass, title);
  }

  /** The axis for all columns. */
  Axis axis() {
    return Axis.steps(end);
  }

  /** Epochs and validation. */
  Marks marks() {
    return new Marks(pass, end, ImmutableList.copyOf(validation.keySet()));
  }

  /**
   * A line through the values of the training columns, with a gap where nothing was recorded.
   *
   * @param values one for each column; those that are missing at the end are gaps
   */
  Line line(String name, Color color, double... values) {
    ResizableDoubleArray xs = new ResizableDoubleArray();
    ResizableDoubleArray ys = new ResizableDoubleArray();
    double last = 0;
    for (Section section : sections) {
      if (section.begin() > last && ys.getNumElements() > 0) {
        xs.addElement((last + section.begin()) / 2);
        ys.addElement(Double.NaN);
      }
      xs.addElement(section.middle());
      ys.addElement(section.column() < values.length ? values[section.column()] : Double.NaN);
      last = section.end();
    }
    return new Line(name, color, xs.getElements(), ys.getElements(), Line.Form.PLAIN);
  }

  /** A dot at each validation pass: the mean over its columns. */
  Line dots(String name, Color color, double... values) {
    double[] xs = validation.keySet().stream().mapToDouble(step -> step).toArray();
    double[] ys =
        validation.values().stream()
            .mapToDouble(
                columns ->
                    columns.stream()
                        .filter(column -> column < values.length)
                        .mapToDouble(column -> values[column])
                        .filter(value -> !Double.isNaN(value))
                        .average()
                        .orElse(Double.NaN))
            .toArray();
    return new Line(name, color, xs, ys, Line.Form.MARKS);
  }

  /** Colours the sections of {@code layer} in which a value was not finite. */
  Axes.Layer notFinite(LayerStats layer) {
    List<Distribution> columns = layer.columns();
    return notFinite(i -> i < columns.size() && columns.get(i).nonFinite() > 0);
  }

  /** Colours the sections whose columns are {@code chosen}. */
  Axes.Layer notFinite(IntPredicate chosen) {
    return new NotFinite(
        sections.stream()
            .filter(section -> chosen.test(section.column()))
            .collect(ImmutableList.toImmutableList()));
  }
}
