package ai.miniai.treatment;

import ai.miniai.callback.Callback;
import ai.miniai.callback.training.GradientAccumulationCB;
import ai.miniai.callback.training.GradientClipCB;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.DatasetLoader;
import ai.miniai.doctor.Remedy;
import ai.miniai.doctor.Remedy.Action;
import ai.miniai.learner.Learner;
import ai.miniai.optim.AdamW;
import ai.miniai.recording.RunRecord;
import ai.miniai.setup.LayerInfo;
import ai.miniai.setup.RunSetup;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;
import java.util.Set;

/** What a prescription changes in one fit of a learner, as far as its builder has not done it. */
final class Changes {
  /** Actions that nobody but the author of the program can take. */
  private static final ImmutableSet<Action> BY_HAND =
      ImmutableSet.of(
          Action.CHECK_LABELS,
          Action.SAME_TRANSFORMS,
          Action.CHANGE_LOSS,
          Action.CHANGE_LAYERS,
          Action.REGULARISE,
          Action.EVALUATION_MODE,
          Action.USE_LAYER);

  private final Prescription prescription;
  private final Set<Action> built;
  private final ImmutableList<Callback> callbacks;

  /** {@code built}: the actions that the builder takes. */
  Changes(Prescription prescription, Set<Action> built) {
    this.prescription = prescription;
    this.built = built;
    ImmutableList.Builder<Callback> all = ImmutableList.builder();
    prescription.remedies().stream()
        .filter(remedy -> !built.contains(remedy.action()))
        .forEach(remedy -> callback(remedy).ifPresent(all::add));
    callbacks = all.build();
  }

  /** Whether the action can be taken, by the builder or otherwise. */
  static boolean isPossible(Action action, Set<Action> built, RunSetup setup, DataLoaders dls) {
    return built.contains(action)
        || switch (action) {
          case SHUFFLE -> dls.train() instanceof DatasetLoader;
          case CHANGE_OUTPUT, CHANGE_OUTPUT_OR_LOSS -> Ending.fitting(setup).isPresent();
          default -> !BY_HAND.contains(action);
        };
  }

  private Optional<Callback> callback(Remedy remedy) {
    RunSetup setup = prescription.setup();
    return switch (remedy.action()) {
      case NORMALISE_INPUTS -> Optional.of(new NormalizeInputsCB());
      case SCALE_TARGETS -> Optional.of(new ScaleTargetsCB());
      case CHECK_DATA -> Optional.of(new DropDamagedCB());
      case FIX_SHAPES -> Optional.of(new FitShapesCB());
      case CLIP_GRADIENTS -> Optional.of(GradientClipCB.norm(1));
      case CLEAR_GRADIENTS -> Optional.of(new ClearGradientsCB());
      case LESS_WEIGHT_DECAY -> Optional.of(new WeightDecayCB(remedy.factor()));
      case LESS_DROPOUT -> Optional.of(StandIns.withoutDropout(setup));
      case CHANGE_ACTIVATION -> Optional.of(StandIns.otherActivations(setup));
      case ADD_NORMALISATION -> Optional.of(StandIns.normalised(setup));
      case CHANGE_OUTPUT, CHANGE_OUTPUT_OR_LOSS ->
          Ending.fitting(setup).map(ending -> StandIns.ending(setup, ending));
      default -> Optional.empty(); // done in prepare, data, rate or epochs
    };
  }

  private boolean isLeft(Action action) {
    return prescription.has(action) && !built.contains(action);
  }

  /** Changes weights and optimizer before the fit. */
  void prepare(Learner learner) {
    if (isLeft(Action.UNFREEZE)) {
      learner.model().unfreeze();
    }
    if (isLeft(Action.INITIALISE)) {
      FreshWeights.in(
          new LayerOrder(learner.model(), prescription.setup()),
          prescription.has(Action.CHANGE_ACTIVATION));
    }
    if (isLeft(Action.CHANGE_OPTIMIZER)) {
      learner.optimizer(AdamW::new);
    }
  }

  /** The data of the fit. */
  DataLoaders data(DataLoaders dls) {
    if (!(dls.train() instanceof DatasetLoader loader)) {
      return dls;
    }
    DatasetLoader changed = isLeft(Action.SHUFFLE) ? loader.shuffle(true) : loader;
    if (isLeft(Action.LARGER_BATCH)) {
      changed = changed.batchSize(larger(loader));
    }
    return new DataLoaders(changed, dls.valid());
  }

  /** At most half of the items, so that there are steps. */
  private int larger(DatasetLoader loader) {
    long wanted = (long) loader.batchSize() * prescription.times(Action.LARGER_BATCH);
    int half = Math.max(loader.batchSize(), loader.dataset().size() / 2);
    return (int) Math.min(wanted, half);
  }

  /** The learning rate of the fit. */
  double rate(double lr) {
    boolean done =
        prescription.remedies().stream()
            .anyMatch(remedy -> remedy.isOfRate() && built.contains(remedy.action()));
    return done ? lr : prescription.rate(lr);
  }

  /** The callbacks of a fit with these data: one gathers gradients if batches cannot be larger. */
  ImmutableList<Callback> callbacks(DataLoaders dls) {
    return isLeft(Action.LARGER_BATCH) && !(dls.train() instanceof DatasetLoader)
        ? ImmutableList.<Callback>builder()
            .addAll(callbacks)
            .add(new GradientAccumulationCB(prescription.times(Action.LARGER_BATCH)))
            .build()
        : callbacks;
  }

  /** Whether other modules seem to stand in the place of some. */
  boolean replacesModules() {
    return callbacks.stream().anyMatch(StandInCB.class::isInstance);
  }

  /** The record of the fit, with the modules in it that stood in. */
  RunRecord seen(RunRecord record) {
    RunSetup setup = record.setup();
    RunSetup seen =
        new RunSetup(
            setup.framework(),
            setup.layers().stream().map(this::seen).toList(),
            setup.loss(),
            setup.optimizer(),
            setup.outputs(),
            setup.targets(),
            setup.batchSize(),
            setup.batchesPerPass(),
            setup.plannedBatches(),
            setup.habits());
    return new RunRecord(
        record.recordings(),
        record.losses(),
        record.classes(),
        record.nanos(),
        seen,
        record.guessing());
  }

  private LayerInfo seen(LayerInfo layer) {
    LayerInfo now = layer;
    for (Callback callback : callbacks) {
      now = callback instanceof StandInCB standIn ? standIn.seen(now) : now;
    }
    return now;
  }
}
