package ai.miniai.learner;

import ai.miniai.data.Batch;
import ai.miniai.data.DataLoaders;
import ai.miniai.nn.Module;
import ai.miniai.optim.Optimizer;
import ai.miniai.tensor.Tensor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A typed name of something that a learner has: a part of its own, or a value that one callback
 * publishes for others ({@code learn.set(MetricsCB.METRICS, this)}). Names are equal if they are
 * the same object; the text is for messages.
 */
public final class Attribute<T> {
  /** The model being trained. */
  public static final Attribute<Module> MODEL = of("model", Module.class, LearnerState::model);

  /** The optimizer of this fit. */
  public static final Attribute<Optimizer> OPT = of("opt", Optimizer.class, LearnerState::opt);

  /** The batch at hand. */
  public static final Attribute<Batch> BATCH = of("batch", Batch.class, LearnerState::batch);

  /** The number of the epoch, from 0. */
  public static final Attribute<Integer> EPOCH = of("epoch", Integer.class, LearnerState::epoch);

  /** The number of epochs of this fit. */
  public static final Attribute<Integer> EPOCHS = of("epochs", Integer.class, LearnerState::epochs);

  /** The number of the batch in its epoch, from 0. */
  public static final Attribute<Integer> ITERATION =
      of("iteration", Integer.class, LearnerState::iteration);

  /** The predictions for the batch at hand. */
  public static final Attribute<Tensor> PREDS = of("preds", Tensor.class, LearnerState::preds);

  /** The loss of the batch at hand. */
  public static final Attribute<Tensor> LOSS = of("loss", Tensor.class, LearnerState::loss);

  /** The training and validation data. */
  public static final Attribute<DataLoaders> DLS = of("dls", DataLoaders.class, LearnerState::dls);

  private final String name;
  private final Class<T> type;
  private final @Nullable Function<LearnerState, T> reader;

  private Attribute(String name, Class<T> type, @Nullable Function<LearnerState, T> reader) {
    this.name = name;
    this.type = type;
    this.reader = reader;
  }

  private static <T> Attribute<T> of(String name, Class<T> type, Function<LearnerState, T> reader) {
    return new Attribute<>(name, type, reader);
  }

  /** A new name, for a value that is published with {@link Learner#set}. */
  public static <T> Attribute<T> of(String name, Class<T> type) {
    return new Attribute<>(name, type, null);
  }

  Class<T> type() {
    return type;
  }

  /** How a part of the learner's own is read; null for a published value. */
  @Nullable Function<LearnerState, T> reader() {
    return reader;
  }

  @Override
  public String toString() {
    return name;
  }
}
