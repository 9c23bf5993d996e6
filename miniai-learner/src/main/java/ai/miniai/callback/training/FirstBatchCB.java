package ai.miniai.callback.training;

import static com.google.common.base.Preconditions.checkState;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelFitException;
import ai.miniai.data.Batch;
import ai.miniai.learner.Learner;
import ai.miniai.learner.RandomState;
import com.google.common.collect.ObjectArrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apiguardian.api.API;

/** Takes the first batch as the model would get it, and ends the fit. */
@API(status = API.Status.INTERNAL)
public final class FirstBatchCB<T> extends Callback {
  private final Function<Batch, T> look;
  private Optional<T> seen = Optional.empty();

  private FirstBatchCB(Function<Batch, T> look) {
    this.look = look;
  }

  /**
   * The result of {@code look} for the first batch of {@code learner}, after {@code beforeBatch} of
   * all other callbacks. Nothing is predicted or trained. Optimizer, mode and random number
   * generators are restored, so that the next fit starts with the same batch.
   *
   * @param train true for a training batch, false for a validation batch
   * @param look gets the batch, which is valid during the call only
   * @param extra more callbacks for this batch, such as {@link BatchTransformCB}
   * @throws IllegalStateException if the data have no batch
   */
  public static <T> T of(
      Learner learner, boolean train, Function<Batch, T> look, Callback... extra) {
    FirstBatchCB<T> first = new FirstBatchCB<>(look);
    List<Callback> all = List.of(ObjectArrays.concat(extra, first));
    RandomState chance = RandomState.take(learner.dls());
    try {
      learner.tryOut(() -> learner.fit(1, train, !train, all, 1));
    } finally {
      chance.restore(learner.dls());
    }
    checkState(
        first.seen.isPresent(), "the %s data gave no batch", train ? "training" : "validation");
    return first.seen.get();
  }

  /** After all other callbacks. */
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
