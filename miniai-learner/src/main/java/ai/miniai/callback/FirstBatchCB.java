package ai.miniai.callback;

import static com.google.common.base.Preconditions.checkState;

import ai.miniai.data.Batch;
import ai.miniai.learner.Learner;
import ai.miniai.nn.Module;
import ai.miniai.tensor.Generator;
import ai.miniai.tensor.Seed;
import com.google.common.collect.ObjectArrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Looks at the first batch as the model would get it, and ends the fit there. */
public final class FirstBatchCB<T> extends Callback {
  private final Function<Batch, T> look;
  private Optional<T> seen = Optional.empty();

  private FirstBatchCB(Function<Batch, T> look) {
    this.look = look;
  }

  /**
   * What {@code look} makes of the first batch of {@code learner}, when all callbacks have had
   * their turn with it. Nothing is predicted or trained; afterwards optimizer, mode and {@link
   * Seed#generator} are what they were.
   *
   * @param train whether the batch is one of the training data, or of the validation data
   * @param look gets the batch, which lives during the call only
   * @param extra more callbacks for this batch, such as {@link BatchTransformCB}
   * @throws IllegalStateException if no batch came
   */
  public static <T> T of(
      Learner learner, boolean train, Function<Batch, T> look, Callback... extra) {
    FirstBatchCB<T> first = new FirstBatchCB<>(look);
    Module model = learner.model();
    boolean training = model.training();
    Generator.State chance = Seed.generator().state();
    try {
      List<Callback> all = List.of(ObjectArrays.concat(extra, first));
      learner.tryOut(() -> learner.fit(1, train, !train, all, 1));
    } finally {
      Seed.generator().restore(chance);
      model.train(training);
    }
    checkState(
        first.seen.isPresent(), "the %s data gave no batch", train ? "training" : "validation");
    return first.seen.get();
  }

  /** After all others. */
  @Override
  public int order() {
    return Integer.MAX_VALUE;
  }

  @Override
  public void beforeBatch() {
    seen = Optional.of(look.apply(batch()));
    throw new CancelFitException("one batch was asked for");
  }
}
