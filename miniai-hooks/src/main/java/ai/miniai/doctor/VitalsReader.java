package ai.miniai.doctor;

import ai.miniai.callback.progress.LossHistory;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import ai.miniai.recording.RunRecord;
import ai.miniai.recording.StepClock;
import ai.miniai.setup.LossInfo;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;
import com.google.common.primitives.Ints;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Reads the first batches of a record as {@link Vitals}. */
final class VitalsReader {
  private final RunRecord record;
  private final int batches;
  private final StepClock clock;

  VitalsReader(RunRecord record, int batches) {
    this.record = record;
    this.batches = batches;
    this.clock = StepClock.of(record);
  }

  /** The number of training batches of the whole record. */
  int batches() {
    int losses = record.losses().training().size();
    return losses > 0
        ? losses
        : record.recordings().stream()
            .flatMap(recording -> recording.columns().stream())
            .filter(Recording.Column::training)
            .mapToInt(column -> Ints.saturatedCast((long) begin(column) + column.batches()))
            .max()
            .orElse(longest());
  }

  /** The number of columns of a recording that does not say which batches they stand for. */
  private int longest() {
    return record.recordings().stream()
        .flatMap(recording -> recording.layers().stream())
        .mapToInt(LayerStats::size)
        .max()
        .orElse(0);
  }

  Vitals read(int planned) {
    ImmutableMap.Builder<Quantity, ImmutableList<Series>> training = ImmutableMap.builder();
    for (Recording recording : record.recordings()) {
      training.put(recording.quantity(), series(recording, Recording.Column::training));
    }
    ImmutableList<Series> validation =
        record
            .recording(Quantity.ACTIVATIONS)
            .filter(recording -> !recording.columns().isEmpty())
            .map(recording -> series(recording, column -> !column.training()))
            .orElse(ImmutableList.of());
    return new Vitals(loss(planned), training.buildOrThrow(), validation, passes(), record.setup());
  }

  private LossCourse loss(int planned) {
    ImmutableDoubleArray losses = losses(0, batches);
    double chance =
        record.classes().orElse(0) > 1 ? Math.log(record.classes().getAsInt()) : Double.NaN;
    ImmutableDoubleArray guesses = record.guessing().training();
    return new LossCourse(
        losses, guesses.subArray(0, Math.min(losses.length(), guesses.length())), chance, planned);
  }

  private ImmutableDoubleArray losses(int from, int to) {
    List<Double> losses = record.losses().training();
    return ImmutableDoubleArray.copyOf(losses.subList(from, Math.min(to, losses.size())));
  }

  private ImmutableList<Series> series(Recording recording, Predicate<Recording.Column> wanted) {
    List<Recording.Column> columns = recording.columns();
    if (columns.isEmpty()) {
      return recording.layers().stream()
          .map(layer -> Series.of(layer, first(layer.size()), first(layer.size())))
          .collect(ImmutableList.toImmutableList());
    }
    ImmutableIntArray where =
        ImmutableIntArray.copyOf(
            IntStream.range(0, columns.size())
                .filter(i -> wanted.test(columns.get(i)) && begin(columns.get(i)) < batches));
    ImmutableIntArray begins =
        ImmutableIntArray.copyOf(where.stream().map(i -> begin(columns.get(i))));
    return recording.layers().stream()
        .map(layer -> Series.of(layer, where, begins))
        .collect(ImmutableList.toImmutableList());
  }

  /** If the meaning of the columns is unknown, each counts as a training batch. */
  private ImmutableIntArray first(int columns) {
    return ImmutableIntArray.copyOf(IntStream.range(0, Math.min(columns, batches)));
  }

  /** The index of the training batch with which a column starts, or after which it comes. */
  private int begin(Recording.Column column) {
    long step = clock.step(column.place());
    return Ints.saturatedCast( // another program may have written any number
        column.training() ? step : step - 1);
  }

  /** The mean losses of the finished epochs. */
  private Vitals.Passes passes() {
    List<LossHistory.Validation> over =
        record.losses().validation().stream()
            .filter(pass -> pass.batches() > 0 && pass.batches() <= batches)
            .toList();
    if (over.isEmpty()) {
      return Vitals.Passes.NONE;
    }
    LossHistory.Validation last = over.get(over.size() - 1);
    ImmutableDoubleArray guesses = record.guessing().validation();
    double guessing = guesses.length() < over.size() ? Double.NaN : guesses.get(over.size() - 1);
    double scale = scale(guessing);
    return new Vitals.Passes(
        over.stream()
            .map(pass -> mean(pass.batches() - clock.batchesPerPass(), pass.batches()))
            .toList(),
        over.stream().map(pass -> scale * pass.loss()).toList(),
        scale * guessing,
        last.batches());
  }

  /** Sums over batches of different sizes are compared by what guessing costs in each. */
  private double scale(double guessing) {
    double training = Statistic.mean(record.guessing().training().toArray());
    boolean summed = record.setup().loss().filter(LossInfo::summed).isPresent();
    return summed && training > 0 && guessing > 0 ? training / guessing : 1;
  }

  private double mean(int from, int to) {
    return losses(Math.max(0, from), to).stream().average().orElse(Double.NaN);
  }
}
