package ai.miniai.doctor;

import ai.miniai.setup.LayerInfo;
import ai.miniai.setup.LoopHabits;
import ai.miniai.setup.LossForm;
import ai.miniai.setup.LossInfo;
import ai.miniai.setup.OptimizerInfo;
import ai.miniai.setup.OutputInfo;
import ai.miniai.setup.RunSetup;
import ai.miniai.setup.TargetInfo;
import ai.miniai.setup.TargetKind;
import com.google.common.primitives.ImmutableLongArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Makes up setups of runs: batches of 32, and nothing else is known. */
final class SetupBuilder {
  private static final long ITEMS = 1000;
  private static final int BATCHES = 100;

  private String framework = "miniai";
  private final List<LayerInfo> layers = new ArrayList<>();
  private Optional<LossInfo> loss = Optional.empty();
  private Optional<OptimizerInfo> optimizer = Optional.empty();
  private Optional<OutputInfo> outputs = Optional.empty();
  private Optional<TargetInfo> targets = Optional.empty();
  private long conflicts;
  private int batchSize = 32;
  private int batchesPerPass;
  private LoopHabits habits = LoopHabits.NONE;

  SetupBuilder framework(String name) {
    framework = name;
    return this;
  }

  /** Adds a layer behind those before; its path is its index. */
  SetupBuilder layer(String type, String details) {
    layers.add(new LayerInfo("" + layers.size(), type, details));
    return this;
  }

  SetupBuilder loss(LossForm form) {
    loss = Optional.of(new LossInfo("", form, false));
    return this;
  }

  SetupBuilder summedLoss(LossForm form) {
    loss = Optional.of(new LossInfo("", form, true));
    return this;
  }

  SetupBuilder optimizer(String name, double lr, double weightDecay) {
    optimizer = Optional.of(new OptimizerInfo(name, lr, 0, weightDecay));
    return this;
  }

  SetupBuilder optimizer(OptimizerInfo known) {
    optimizer = Optional.of(known);
    return this;
  }

  /** Any numbers in this range; {@code shape}: that of one item. */
  SetupBuilder outputs(double min, double max, long... shape) {
    outputs =
        Optional.of(new OutputInfo(ImmutableLongArray.copyOf(shape), min, max, false, max / 2));
    return this;
  }

  /** Rows that sum to 1. */
  SetupBuilder probabilities(double min, double max, long classes) {
    outputs = Optional.of(new OutputInfo(ImmutableLongArray.of(classes), min, max, true, max / 2));
    return this;
  }

  /** Indices of classes; {@code repeats}: how often one is that of the item before. */
  SetupBuilder classes(double repeats, long... counts) {
    return target(
        TargetKind.CLASSES, ImmutableLongArray.of(), counts.length - 1, 0.3, repeats, counts);
  }

  /** Rows with a single 1. */
  SetupBuilder oneHot(long... counts) {
    return target(
        TargetKind.ONE_HOT, ImmutableLongArray.of(counts.length), 1, 0.3, Double.NaN, counts);
  }

  /** Rows of numbers that are 0 or 1. */
  SetupBuilder binary(long... shape) {
    return target(TargetKind.BINARY, ImmutableLongArray.copyOf(shape), 1, 0.3, Double.NaN);
  }

  private SetupBuilder target(
      TargetKind kind,
      ImmutableLongArray shape,
      double max,
      double std,
      double repeats,
      long... counts) {
    long items = counts.length == 0 ? ITEMS : LongStream.of(counts).sum();
    targets =
        Optional.of(
            new TargetInfo(
                kind,
                shape,
                items,
                max / 2,
                std,
                0,
                max,
                ImmutableLongArray.copyOf(counts),
                repeats,
                conflicts));
    return this;
  }

  /** Numbers of this range, in random order; {@code shape}: that of one item. */
  SetupBuilder numbers(double min, double max, long... shape) {
    return numbers(min, max, 0, shape);
  }

  /** Numbers of this range, with this correlation of neighbours. */
  SetupBuilder numbers(double min, double max, double repeats, long... shape) {
    targets =
        Optional.of(
            new TargetInfo(
                TargetKind.NUMBERS,
                ImmutableLongArray.copyOf(shape),
                ITEMS,
                (min + max) / 2,
                (max - min) / 4,
                min,
                max,
                ImmutableLongArray.of(),
                repeats,
                conflicts));
    return this;
  }

  /** So many items contradict others; to be called before the targets are described. */
  SetupBuilder conflicts(long items) {
    conflicts = items;
    return this;
  }

  SetupBuilder batches(int size, int perPass) {
    batchSize = size;
    batchesPerPass = perPass;
    return this;
  }

  SetupBuilder habits(LoopHabits found) {
    habits = found;
    return this;
  }

  RunSetup build() {
    return new RunSetup(
        framework, layers, loss, optimizer, outputs, targets, batchSize, batchesPerPass, 0, habits);
  }

  /** In a run that learns well. */
  static Optional<Finding> learning(Detector detector, SetupBuilder setup) {
    return detector.find(new VitalsBuilder(BATCHES).setup(setup.build()).build());
  }

  /** In a run that guesses to its end. */
  static Optional<Finding> guessing(Detector detector, SetupBuilder setup) {
    return detector.find(new VitalsBuilder(BATCHES).guessing().setup(setup.build()).build());
  }

  static Severity severity(Optional<Finding> finding) {
    return finding.orElseThrow().severity();
  }
}
